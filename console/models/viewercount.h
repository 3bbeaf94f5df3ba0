#pragma once

#include <map>

#include <QObject>
#include <QTimer>

#include "api/streams.h"
#include "client/callscope.h"
#include "client/session.h"

namespace cs {

// Asks every few seconds how many watch each camera, while somebody wants to know and the session is Live: no event
// tells it. Lives on the session's thread; the session outlives it.
class ViewerCount final : public QObject {
    Q_OBJECT
public:
    explicit ViewerCount(Session &session);

    void follow(bool wanted);
    // Now instead of at the next turn.
    void count();

Q_SIGNALS:
    // Cameras that are not there have no stream; empty when nobody knows.
    void counted(const std::map<cs::CameraId, qint64> &viewers);

private:
    void onSessionState();

    Session &m_session;
    CallScope m_calls;
    QTimer m_timer;
    bool m_wanted = true;
};

}  // namespace cs
