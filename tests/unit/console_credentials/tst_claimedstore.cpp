#include <QFileInfo>
#include <QLockFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "credentials/claimedstore.h"
#include "support/testprogram.h"
#include "support/waitfor.h"

using namespace cs;

// Several consoles of one user on one keychain; a lock of the same process counts as one of another.
class TestClaimedStore : public QObject {
    Q_OBJECT

    std::unique_ptr<ClaimedStore> makeConsole()
    {
        return std::make_unique<ClaimedStore>(m_keychain, m_folder->filePath(QStringLiteral("locks")));
    }
    static QString found(ClaimedStore &store, const QString &key = QStringLiteral("alice@h:8002"))
    {
        const auto answer = waitFor(store.read(key));
        if (!answer.ok())
            return storeTroubleOf(answer.error()) == StoreTrouble::InUse ? QStringLiteral("in use")
                                                                         : answer.error().message;
        return answer->value_or(QStringLiteral("none"));
    }

    const QString m_key = QStringLiteral("alice@h:8002");
    std::unique_ptr<QTemporaryDir> m_folder;
    MemoryCredentialStore m_keychain;

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_keychain = {};
        QVERIFY(waitFor(m_keychain.write(m_key, QStringLiteral("one"))).ok());
    }

    void whoComesSecondIsToldAndChangesNothing()
    {
        const auto first = makeConsole();
        const auto second = makeConsole();
        QCOMPARE(found(*first), QStringLiteral("one"));
        QCOMPARE(found(*second), QStringLiteral("in use"));
        const auto written = waitFor(second->write(m_key, QStringLiteral("two")));
        QVERIFY(storeTroubleOf(written.error()) == StoreTrouble::InUse);
        QVERIFY(waitFor(second->remove(m_key)).ok());
        QCOMPARE(found(*first), QStringLiteral("one"));
        QVERIFY(waitFor(first->write(m_key, QStringLiteral("three"))).ok());
        QCOMPARE(found(*first), QStringLiteral("three"));
    }

    void otherSignInsAreFree()
    {
        const auto first = makeConsole();
        const auto second = makeConsole();
        QCOMPARE(found(*first), QStringLiteral("one"));
        QCOMPARE(found(*second, QStringLiteral("bob@h:8002")), QStringLiteral("none"));
        QVERIFY(waitFor(second->write(QStringLiteral("bob@h:8002"), QStringLiteral("b"))).ok());
    }

    void theEndOfTheFirstFreesIt()
    {
        auto first = makeConsole();
        const auto second = makeConsole();
        QCOMPARE(found(*first), QStringLiteral("one"));
        first.reset();
        QCOMPARE(found(*second), QStringLiteral("one"));
    }

    void signingOutFreesIt()
    {
        const auto first = makeConsole();
        const auto second = makeConsole();
        QCOMPARE(found(*first), QStringLiteral("one"));
        QVERIFY(waitFor(first->remove(m_key)).ok());
        QCOMPARE(found(*second), QStringLiteral("none"));
        QVERIFY(waitFor(second->write(m_key, QStringLiteral("two"))).ok());
        QCOMPARE(found(*first), QStringLiteral("in use"));
    }

    void aCrashedConsoleHoldsNothing()
    {
        auto crashed = makeConsole();
        QCOMPARE(found(*crashed), QStringLiteral("one"));
        QDir locks(m_folder->filePath(QStringLiteral("locks")));
        const QStringList names = locks.entryList({QStringLiteral("*.lock")});
        QCOMPARE(names.size(), 1);
        QVERIFY(!names.first().contains(QLatin1String("alice")));
        // What it leaves: a file with the number of a process that is no more.
        QProcess gone;
        gone.start(QStringLiteral("true"), QStringList());
        QVERIFY(gone.waitForStarted());
        const QByteArray pid = QByteArray::number(gone.processId());
        QVERIFY(gone.waitForFinished());
        crashed.reset();
        QFile left(locks.filePath(names.first()));
        QVERIFY(left.open(QIODevice::WriteOnly));
        left.write(pid + "\ncamera-console\n" + QSysInfo::machineHostName().toUtf8() + '\n');
        left.close();
        QCOMPARE(found(*makeConsole()), QStringLiteral("one"));
    }

    void whereNoLockCanBeMadeASingleConsoleStillWorks()
    {
        QFile file(m_folder->filePath(QStringLiteral("file")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        ClaimedStore store(m_keychain, file.fileName() + QStringLiteral("/locks"));
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("no lock can be made in")));
        QCOMPARE(found(store), QStringLiteral("one"));
    }
};

CS_TEST(TestClaimedStore)
#include "tst_claimedstore.moc"
