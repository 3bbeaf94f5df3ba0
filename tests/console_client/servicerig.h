#pragma once

#include <memory>

#include <QProcess>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

#include "api/accounts.h"
#include "client/client.h"
#include "client/localsockettransport.h"
#include "client/serveraddress.h"
#include "support/freeport.h"
#include "support/waitfor.h"

namespace cs {

// The real service with a state folder and ports of its own, and an admin on its control socket. Lives on the test's
// thread; the service ends with it.
class ServiceRig {
public:
    explicit ServiceRig(QStringList settings = {}) : m_settings(std::move(settings))
    {
        for (const char *key :
             {"server.port", "http.port", "mediamtx.rtsp_port", "mediamtx.hls_port", "mediamtx.webrtc_port",
              "mediamtx.api_port", "mediamtx.metrics_port", "mediamtx.auth_port", "mediamtx.webrtc_udp_port"})
            m_ports[QString::fromLatin1(key)] = freePort();
        m_settings << QStringLiteral("server.host=127.0.0.1");
    }
    ~ServiceRig() { kill(); }

    bool start()
    {
        QStringList arguments{"--state", m_state.path(), "--log-level", "info"};
        for (auto port = m_ports.cbegin(); port != m_ports.cend(); ++port)
            arguments << "--set" << QStringLiteral("%1=%2").arg(port.key()).arg(port.value());
        for (const QString &setting : m_settings)
            arguments << "--set" << setting;
        m_process = std::make_unique<QProcess>();
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert("ASAN_OPTIONS", "detect_leaks=0");
        m_process->setProcessEnvironment(environment);
        m_process->setProcessChannelMode(QProcess::MergedChannels);
        m_process->setStandardOutputFile(m_state.path() + ".log", QIODevice::Append);
        m_process->start(CAMERA_SERVICE, arguments);
        return QTest::qWaitFor([this] { return listens() && openAdmin(); }, 60000);
    }
    // SIGKILL, as the kernel does it to a process that took too much.
    void kill()
    {
        m_admin.reset();
        if (m_process) {
            m_process->kill();
            m_process->waitForFinished();
        }
        m_process.reset();
    }

    ServerAddress address(bool tls = false) const
    {
        return {QStringLiteral("127.0.0.1"), port(), tls, QStringLiteral("/ws")};
    }
    quint16 port() const { return m_ports.value("server.port"); }
    QByteArray log() const
    {
        QFile file(m_state.path() + ".log");
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    // As the host's root.
    template<api::Method M>
    Result<typename M::Reply> admin(const typename M::Params &params)
    {
        return m_admin ? waitFor(m_admin->call<M>(params)) : Error::internal("the service does not run");
    }
    // The password that holds: the given one, or else one that the service made and that must be changed.
    QString makeUser(const QString &name, Role role, const QString &password = {})
    {
        api::CreateUser::Params params;
        params.username = name;
        params.role = role;
        if (!password.isEmpty())
            params.password = password;
        const auto made = admin<api::CreateUser>(params);
        return made.ok() ? made->initialPassword.value_or(password) : QString();
    }

private:
    bool listens() const
    {
        QTcpSocket socket;
        socket.connectToHost(QStringLiteral("127.0.0.1"), port());
        return socket.waitForConnected(200);
    }
    bool openAdmin()
    {
        m_admin = std::make_unique<Client>(std::make_unique<LocalSocketTransport>(m_state.filePath("control.sock")),
                                           nullptr);
        return waitFor(m_admin->open()).ok();
    }

    QTemporaryDir m_state;
    QStringList m_settings;
    QMap<QString, quint16> m_ports;
    std::unique_ptr<QProcess> m_process;
    std::unique_ptr<Client> m_admin;
};

}  // namespace cs
