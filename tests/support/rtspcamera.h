#pragma once

#include <csignal>

#include <QProcess>
#include <QTest>

namespace cs {

// A real RTSP camera (rtspcamera.py) as a child of the test; ends with this object.
class RtspCamera {
public:
    // `script` is the path of rtspcamera.py.
    explicit RtspCamera(QString script) : m_script(std::move(script)) {}
    ~RtspCamera() { end(); }
    RtspCamera(const RtspCamera &) = delete;
    RtspCamera &operator=(const RtspCamera &) = delete;

    // True once it listens; the second start takes the port of the first. `more` are further options of the script.
    bool start(const QString &auth, const QString &user, const QString &password, const QStringList &more = {})
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("RTSPCAMERA_PASSWORD"), password);
        m_process.setProcessEnvironment(environment);
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QStringLiteral("/usr/bin/python3"),
                        QStringList{m_script, QStringLiteral("--auth"), auth, QStringLiteral("--user"), user,
                                    QStringLiteral("--port"), QString::number(m_port)}
                            + more);
        QByteArray out;
        const bool ready = QTest::qWaitFor([&] { return (out += m_process.readAll()).endsWith('\n'); }, 20000);
        m_place = QString::fromUtf8(out).trimmed().section(QStringLiteral("rtsp://"), 1);
        m_port = m_place.section(u':', 1).section(u'/', 0, 0).toUShort();
        return ready && out.startsWith("READY ");
    }
    void end()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    void signal(int number) { ::kill(static_cast<pid_t>(m_process.processId()), number); }

    // With these credentials, percent-encoded by the caller ("user:password"); without any when empty.
    QString url(const QString &credentials = {}) const
    {
        return QStringLiteral("rtsp://") + (credentials.isEmpty() ? QString() : credentials + u'@') + m_place;
    }

private:
    const QString m_script;
    QProcess m_process;
    QString m_place;  // HOST:PORT/PATH
    quint16 m_port = 0;
};

}  // namespace cs
