#include "console/keyring.h"

#include <csignal>

#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDataStream>
#include <QFile>
#include <QLocalSocket>
#include <QTest>

namespace cs {

namespace {

const QString secretsName = QStringLiteral("org.freedesktop.secrets");

// Without the folders of services: nothing starts by itself.
const char busSetup[] = "<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>"
                        "<policy context=\"default\"><allow send_destination=\"*\"/><allow receive_sender=\"*\"/>"
                        "<allow own=\"*\"/>%1</policy></busconfig>";
const char desktopPassword[] = "password of the desktop";
const char forbidden[] = "<deny send_destination=\"org.freedesktop.secrets\"/>";

}  // namespace

Keyring::Keyring(const QString &folder) : m_folder(folder)
{
    writeSetup(true);
    m_bus.start("dbus-daemon", {"--nofork", "--print-address", "--config-file=" + folder + "/bus.conf"});
    m_bus.waitForStarted();
    m_bus.waitForReadyRead(10000);
    qputenv("DBUS_SESSION_BUS_ADDRESS", m_bus.readLine().trimmed());
}

Keyring::~Keyring()
{
    stop();
    m_bus.kill();
    m_bus.waitForFinished();
}

void Keyring::writeSetup(bool allowed)
{
    QFile setup(m_folder + QStringLiteral("/bus.conf"));
    if (setup.open(QIODevice::WriteOnly))
        setup.write(QString::fromLatin1(busSetup).arg(QLatin1String(allowed ? "" : forbidden)).toUtf8());
}

void Keyring::start()
{
    m_daemon.setProcessChannelMode(QProcess::MergedChannels);
    m_daemon.start("gnome-keyring-daemon", {"--unlock", "--components=secrets", "--foreground"});
    QVERIFY(m_daemon.waitForStarted());
    m_daemon.write(desktopPassword);
    m_daemon.closeWriteChannel();
    QTRY_VERIFY_WITH_TIMEOUT(QDBusConnection::sessionBus().interface()->isServiceRegistered(secretsName).value(),
                             10000);
}

void Keyring::stop()
{
    m_daemon.kill();
    m_daemon.waitForFinished();
}

void Keyring::lock()
{
    QDBusMessage lock = QDBusMessage::createMethodCall(secretsName, "/org/freedesktop/secrets",
                                                       "org.freedesktop.Secret.Service", "Lock");
    lock << QVariant::fromValue(QList<QDBusObjectPath>{QDBusObjectPath("/org/freedesktop/secrets/collection/login")});
    QCOMPARE(QDBusConnection::sessionBus().call(lock).type(), QDBusMessage::ReplyMessage);
}

// By the control socket of gnome-keyring, as its PAM module does: a byte for the credentials, then the length of what
// follows, the operation and its argument, all numbers of 32 bits, high byte first; the answer is a length and a result.
void Keyring::unlock()
{
    constexpr quint32 unlockOperation = 1;
    const QByteArray password(desktopPassword);
    QByteArray request(1, '\0');
    QDataStream stream(&request, QIODevice::WriteOnly | QIODevice::Append);
    stream << quint32(8 + 4 + password.size()) << unlockOperation << quint32(password.size());
    request += password;
    QLocalSocket control;
    control.connectToServer(qEnvironmentVariable("XDG_RUNTIME_DIR") + QStringLiteral("/keyring/control"));
    QVERIFY(control.waitForConnected(5000));
    control.write(request);
    QTRY_COMPARE(control.bytesAvailable(), 8);
    QCOMPARE(control.readAll().right(4), QByteArray(4, '\0'));
}

void Keyring::setAllowed(bool allowed)
{
    writeSetup(allowed);
    // It reads its setup anew, and answers this once it has.
    QDBusMessage reload = QDBusMessage::createMethodCall("org.freedesktop.DBus", "/org/freedesktop/DBus",
                                                         "org.freedesktop.DBus", "ReloadConfig");
    QCOMPARE(QDBusConnection::sessionBus().call(reload).type(), QDBusMessage::ReplyMessage);
}

}  // namespace cs
