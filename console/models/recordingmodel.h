#pragma once

#include <optional>
#include <vector>

#include <QDate>
#include <QUrl>

#include "api/media.h"
#include "api/notifications.h"
#include "client/eventfeed.h"
#include "models/loadedmodel.h"

namespace cs {

// Which recordings are shown. A day is one of this machine's time zone.
struct RecordingFilter {
    std::optional<CameraId> device;
    std::optional<QDate> day;
    bool isEmpty() const { return !device && !day; }
    friend bool operator==(const RecordingFilter &, const RecordingFilter &) = default;
};

// The recordings one may see, newest first, read page by page as the view asks for more, and kept current by events.
// Lives on the session's thread; session and feed outlive it.
class RecordingModel final : public LoadedModel {
    Q_OBJECT
public:
    enum Column { File, Device, Time, Duration, Size, State, ColumnCount };
    enum Role {
        SortRole = Qt::UserRole,
        FileRole,        // QString
        DeviceRole,      // QString
        TimeRole,        // QDateTime, when the recording began as far as its name tells, else its last byte
        DurationRole,    // double, seconds; -1 until it has ended
        SizeRole,        // qint64
        IsRecordingRole  // bool: it is still being written
    };

    RecordingModel(Session &session, EventFeed &feed, QObject *parent = nullptr);
    ~RecordingModel() override;

    void setFilter(const RecordingFilter &filter);
    const RecordingFilter &filter() const { return m_filter; }
    void reload();
    // Deletes for ever. The row goes when the service has done it.
    Async<Done> remove(const FileName &file);
    // Absolute, and good for a while: to be asked for at each use.
    Async<QUrl> downloadUrl(const FileName &file);

    // -1: none.
    int rowOf(const FileName &file) const;
    const api::MediaFile &file(int row) const { return m_files[static_cast<size_t>(row)]; }
    // Of all pages and without the filter, as the service last said.
    qint64 total() const { return m_total; }
    bool isStale() const { return !m_feed.isCurrent(); }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QHash<int, QByteArray> roleNames() const override;
    bool canFetchMore(const QModelIndex &parent) const override;
    void fetchMore(const QModelIndex &parent) override;

Q_SIGNALS:
    void staleChanged(bool stale);

private:
    void onSessionState();
    void onEvent(const QString &topic, const json::Value &params, qint64 seq);
    void fetchPage();
    void onPage(const Result<api::MediaPage> &page);
    bool takes(const api::MediaFile &file) const;
    bool isBeforeFilter(const api::MediaFile &file) const;
    void replaceAll(std::vector<api::MediaFile> files);
    void append(std::vector<api::MediaFile> files);
    void put(const api::MediaFile &file);
    void drop(const FileName &file);

    Session &m_session;
    EventFeed &m_feed;
    EventInterest m_interest;
    CallScope m_calls{m_session};
    // Apart, so that reading anew cancels no deletion.
    CallScope m_pages{m_session};
    RecordingFilter m_filter;
    std::vector<api::MediaFile> m_files;
    // Where the next page begins, in the service's list.
    qint64 m_offset = 0;
    qint64 m_total = 0;
    // Rows that the page under way has brought.
    int m_found = 0;
    bool m_fetching = false;
    bool m_complete = false;
    // The next page takes the place of all rows.
    bool m_replacing = true;
};

}  // namespace cs
