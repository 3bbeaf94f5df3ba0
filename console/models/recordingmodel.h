#pragma once

#include <vector>

#include <QUrl>

#include "api/notifications.h"
#include "client/eventfeed.h"
#include "models/loadedmodel.h"
#include "models/recordingpages.h"

namespace cs {

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
    qint64 total() const { return m_pages.total(); }
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
    // The sign-in ended: nothing of what it showed may be shown on, and the filter is empty again.
    void forgotten();

private:
    void onSessionState();
    void onFeedCurrent(bool isCurrent);
    void onEvent(const QString &topic, const json::Value &params, qint64 seq);
    void onArrived(const std::vector<api::MediaFile> &files, bool first);
    void replaceAll(std::vector<api::MediaFile> files);
    void put(const api::MediaFile &file);
    void drop(const FileName &file);

    Session &m_session;
    EventFeed &m_feed;
    EventInterest m_interest;
    CallScope m_calls{m_session};
    RecordingPages m_pages{m_session};
    RecordingFilter m_filter;
    std::vector<api::MediaFile> m_files;
};

}  // namespace cs
