#pragma once

#include <QJsonObject>
#include <QLocalSocket>

namespace cs {

// Has things happen around the console: asks director.py, which stage.py started, and waits for its answer with the
// event loop running. What fails there fails the running test here. Window's thread.
class Stagehand {
public:
    Stagehand();

    void killService() { ask(QStringLiteral("kill_service")); }
    void startService() { ask(QStringLiteral("start_service")); }
    void cutNetwork() { ask(QStringLiteral("cut_network")); }
    void mendNetwork() { ask(QStringLiteral("mend_network")); }
    void turnCameraOff() { ask(QStringLiteral("camera_off")); }
    void turnCameraOn() { ask(QStringLiteral("camera_on")); }
    void freezeCamera() { ask(QStringLiteral("camera_freeze")); }
    void thawCamera() { ask(QStringLiteral("camera_thaw")); }
    // A call of the API as another admin.
    QJsonObject call(const QString &method, const QJsonObject &params);
    // Ends the session that this user has.
    void endSessionOf(const QString &user);

private:
    QJsonValue ask(const QString &what, QJsonObject request = {});

    QLocalSocket m_director;
};

}  // namespace cs
