#pragma once

#include <vector>

#include <QObject>
#include <QTimer>

#include "api/cameras.h"
#include "base/filename.h"
#include "client/callscope.h"
#include "client/eventfeed.h"

namespace cs {

// Reads the cameras of a service and follows them: asks for the list, and again whenever that failed or events were
// missed, and tells what happens in between by events alone. Lives on the session's thread; session and feed outlive it.
class CameraReader final : public QObject {
    Q_OBJECT
public:
    CameraReader(Session &session, EventFeed &feed);
    ~CameraReader() override;

    // Reads everything anew.
    void reload();
    // The list is on its way, or was never read.
    bool isLoading() const { return m_loading; }
    // What was told so far is how things are now.
    bool isCurrent() const { return m_feed.isCurrent() && !m_loading; }

Q_SIGNALS:
    void begun();
    // All that there are, in place of what was told before.
    void listed(const std::vector<cs::api::CameraRow> &rows);
    void failed(const cs::Error &error);
    void changed(const cs::api::CameraRow &row);
    void removed(cs::CameraId device);
    // An invalid name: it is not recorded any more.
    void recordingChanged(cs::CameraId device, const cs::FileName &file);
    void currentChanged();
    // Another person may see others.
    void signedOut();

private:
    void onSessionState();
    void onFeedCurrent(bool isCurrent);
    void onEvent(const QString &topic, const json::Value &params);
    void onList(const Result<api::GetCameraList::Reply> &reply);
    void readRecordings();
    void askWhetherGone(CameraId device);

    Session &m_session;
    EventFeed &m_feed;
    EventInterest m_interest;
    CallScope m_calls;
    QTimer m_retry;
    bool m_loading = true;
    bool m_failed = false;
};

}  // namespace cs
