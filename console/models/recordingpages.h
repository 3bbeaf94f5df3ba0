#pragma once

#include <optional>
#include <vector>

#include <QDate>
#include <QObject>

#include "api/media.h"
#include "client/callscope.h"
#include "client/session.h"

namespace cs {

// Which recordings are shown. A day is one of this machine's time zone.
struct RecordingFilter {
    std::optional<CameraId> device;
    std::optional<QDate> day;
    bool isEmpty() const { return !device && !day; }
    bool takes(const api::MediaFile &file) const;
    friend bool operator==(const RecordingFilter &, const RecordingFilter &) = default;
};

// Reads the service's list of recordings page by page and keeps what a filter takes: as many pages as it needs for a
// screenful. Lives on the session's thread; the session outlives it.
class RecordingPages final : public QObject {
    Q_OBJECT
public:
    explicit RecordingPages(Session &session);

    // From the newest on; what is under way is given up.
    void restart(const RecordingFilter &filter);
    void readOn();
    // Nothing more is read.
    void stop();
    bool isReading() const { return m_reading; }
    // There are no more that the filter takes.
    bool isComplete() const { return m_complete; }
    qint64 total() const { return m_total; }
    // The service's list has grown or shrunk at its new end.
    void shift(qint64 by);

Q_SIGNALS:
    // `first` of the reading: these take the place of what was there.
    void arrived(const std::vector<cs::api::MediaFile> &files, bool first);
    // Enough for now, or all.
    void finished();
    void failed(const cs::Error &error);

private:
    void readPage(qint64 rows);
    void onPage(const api::MediaPage &page);

    CallScope m_calls;
    RecordingFilter m_filter;
    // Where the next page begins, in the service's list.
    qint64 m_offset = 0;
    qint64 m_total = 0;
    int m_found = 0;
    bool m_first = true;
    bool m_reading = false;
    bool m_complete = false;
};

}  // namespace cs
