#include <csignal>

#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "credentials/keychainstore.h"
#include "support/testprogram.h"
#include "support/waitfor.h"

using namespace cs;
using namespace std::chrono_literals;

namespace {

const QString secretName = QStringLiteral("org.freedesktop.secrets");
const QString secret = QStringLiteral("SECRET-refresh-token");

// Without the folders of services: nothing starts by itself.
const char busSetup[] = "<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>"
                        "<policy context=\"default\"><allow send_destination=\"*\"/><allow receive_sender=\"*\"/>"
                        "<allow own=\"*\"/></policy></busconfig>";

}  // namespace

// The functions run in their order: without a keyring, with one that is open, restarted, locked, and stopped.
class TestKeychainStore : public QObject {
    Q_OBJECT

    void startBus()
    {
        QFile setup(m_folder.filePath("bus.conf"));
        QVERIFY(setup.open(QIODevice::WriteOnly));
        setup.write(busSetup);
        setup.close();
        m_bus.start("dbus-daemon", {"--nofork", "--print-address", "--config-file=" + setup.fileName()});
        QVERIFY(m_bus.waitForStarted());
        QVERIFY(m_bus.waitForReadyRead(10000));
        qputenv("DBUS_SESSION_BUS_ADDRESS", m_bus.readLine().trimmed());
    }
    void startKeyring()
    {
        m_keyring.setProcessChannelMode(QProcess::MergedChannels);
        m_keyring.start("gnome-keyring-daemon", {"--unlock", "--components=secrets", "--foreground"});
        QVERIFY(m_keyring.waitForStarted());
        m_keyring.write("password of the desktop");
        m_keyring.closeWriteChannel();
        QTRY_VERIFY_WITH_TIMEOUT(QDBusConnection::sessionBus().interface()->isServiceRegistered(secretName).value(),
                                 10000);
    }
    // The way a screen saver does it.
    void lockKeyring()
    {
        QDBusMessage lock = QDBusMessage::createMethodCall(secretName, "/org/freedesktop/secrets",
                                                           "org.freedesktop.Secret.Service", "Lock");
        lock << QVariant::fromValue(
            QList<QDBusObjectPath>{QDBusObjectPath("/org/freedesktop/secrets/collection/login")});
        QCOMPARE(QDBusConnection::sessionBus().call(lock).type(), QDBusMessage::ReplyMessage);
    }
    template<class T>
    std::optional<StoreTrouble> troubleOf(const Async<T> &answer)
    {
        const auto result = waitFor(answer);
        return result.ok() ? std::nullopt : storeTroubleOf(result.error());
    }
    bool holdsSecret(const QString &folder) const
    {
        QDirIterator files(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (file.open(QIODevice::ReadOnly) && file.readAll().contains(secret.toUtf8()))
                return true;
        }
        return false;
    }

    QTemporaryDir m_folder;
    QProcess m_bus;
    QProcess m_keyring;
    std::unique_ptr<KeychainStore> m_store;

private Q_SLOTS:
    void initTestCase()
    {
        for (const char *name : {"HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"})
            qputenv(name, m_folder.path().toUtf8());
        qunsetenv("DISPLAY");
        startBus();
        m_store = std::make_unique<KeychainStore>("camera-console-test", 2s);
    }
    void cleanupTestCase()
    {
        m_store.reset();
        for (QProcess *process : {&m_keyring, &m_bus}) {
            process->kill();
            process->waitForFinished();
        }
    }

    void withoutAKeychainItSaysSo()
    {
        QVERIFY(troubleOf(m_store->probe()) == StoreTrouble::NoKeychain);
        QVERIFY(troubleOf(m_store->write("alice@h:8002", secret)) == StoreTrouble::NoKeychain);
        QVERIFY(troubleOf(m_store->read("alice@h:8002")) == StoreTrouble::NoKeychain);
        QVERIFY(troubleOf(m_store->remove("alice@h:8002")) == StoreTrouble::NoKeychain);
    }

    void openKeychainKeepsSecrets()
    {
        startKeyring();
        QVERIFY(waitFor(m_store->probe()).ok());
        const auto none = waitFor(m_store->read("alice@h:8002"));
        QVERIFY2(none.ok(), none.ok() ? "" : qPrintable(none.error().message));
        QVERIFY(!none->has_value());
        QVERIFY(waitFor(m_store->write("alice@h:8002", secret)).ok());
        QVERIFY(waitFor(m_store->write("bob@h:8002", "other")).ok());
        const auto read = waitFor(m_store->read("alice@h:8002"));
        QVERIFY(read.ok());
        QCOMPARE(**read, secret);
        QVERIFY(waitFor(m_store->remove("bob@h:8002")).ok());
        QVERIFY(!waitFor(m_store->read("bob@h:8002"))->has_value());
        // Again: it is gone, and that is what was wanted.
        QVERIFY(waitFor(m_store->remove("bob@h:8002")).ok());
        QVERIFY(!holdsSecret(m_folder.path()));
    }

    void restartedKeychainIsFoundAgain()
    {
        QVERIFY(waitFor(m_store->write("carol@h:8002", "first")).ok());
        m_keyring.kill();
        QVERIFY(m_keyring.waitForFinished());
        startKeyring();
        const auto read = waitFor(m_store->read("carol@h:8002"));
        QVERIFY2(read.ok(), read.ok() ? "" : qPrintable(read.error().message));
        QCOMPARE(read->value_or(QString()), QStringLiteral("first"));
        m_keyring.kill();
        QVERIFY(m_keyring.waitForFinished());
        QVERIFY(troubleOf(m_store->write("carol@h:8002", "second")) == StoreTrouble::NoKeychain);
        startKeyring();
        QVERIFY(waitFor(m_store->write("carol@h:8002", "second")).ok());
        QCOMPARE(waitFor(m_store->read("carol@h:8002"))->value_or(QString()), QStringLiteral("second"));
    }

    void lockedKeychainIsToldFromAnEmptyOne()
    {
        lockKeyring();
        QVERIFY(troubleOf(m_store->probe()) == StoreTrouble::Locked);
        QVERIFY(troubleOf(m_store->read("alice@h:8002")) == StoreTrouble::Locked);
        QVERIFY(troubleOf(m_store->write("alice@h:8002", secret)) == StoreTrouble::Locked);
        QVERIFY(troubleOf(m_store->remove("alice@h:8002")) == StoreTrouble::Locked);
    }

    void keychainThatHangsIsGivenUp()
    {
        ::kill(static_cast<pid_t>(m_keyring.processId()), SIGSTOP);
        QElapsedTimer timer;
        timer.start();
        QVERIFY(troubleOf(m_store->read("alice@h:8002")) == StoreTrouble::TimedOut);
        QVERIFY(timer.elapsed() < 5000);
        ::kill(static_cast<pid_t>(m_keyring.processId()), SIGCONT);
    }

    void memoryKeepsSecretsForThisRun()
    {
        MemoryCredentialStore store;
        QVERIFY(!waitFor(store.read("k"))->has_value());
        QVERIFY(waitFor(store.write("k", "v")).ok());
        QCOMPARE(**waitFor(store.read("k")), QStringLiteral("v"));
        QVERIFY(waitFor(store.remove("k")).ok());
        QVERIFY(!waitFor(store.read("k"))->has_value());
    }
};

CS_TEST(TestKeychainStore)
#include "tst_keychainstore.moc"
