#include <csignal>
#include <thread>

#include "mediamtx/pidfile.h"
#include "support/mediamtxrig.h"
#include "support/testprogram.h"

using namespace cs;
using State = MediaServer::State;

namespace {

const auto FrozenCamera = QStringLiteral("camera0");

bool hasEnded(qint64 pid)
{
    return !markOf(pid).has_value();
}

}  // namespace

// A real MediaMTX that stands still.
class TestServerSilence : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_rig = std::make_unique<MediaMtxRig>(m_nobody);
        const QString problem = m_rig->prepare();
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        m_server = m_rig->server.get();
    }
    void cleanup() { m_rig.reset(); }

    void frozenServerIsCalledSilentLongBeforeItIsReplaced()
    {
        QVERIFY(m_rig->startAndWait());
        QSignalSpy changes(m_server, &MediaServer::silenceChanged);
        const qint64 pid = m_server->processId();
        QElapsedTimer timer;
        timer.start();
        ::kill(static_cast<pid_t>(pid), SIGSTOP);
        QTRY_VERIFY(m_server->isSilent());
        QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(m_server->state(), State::Running);
        ::kill(static_cast<pid_t>(pid), SIGCONT);
        QTRY_VERIFY(!m_server->isSilent());
        QCOMPARE(changes.count(), 2);
        QCOMPARE(m_server->processId(), pid);
    }

    void serverIsNotSilentWhileOurOwnLoopStandsStill()
    {
        QVERIFY(m_rig->startAndWait());
        QSignalSpy changes(m_server, &MediaServer::silenceChanged);
        std::this_thread::sleep_for(std::chrono::seconds(3));
        QTest::qWait(1000);
        QVERIFY(changes.isEmpty());
        QCOMPARE(m_server->state(), State::Running);
    }

    // The one test that has to wait for long: a server that keeps its ports and says nothing is given 10 s.
    void frozenServerIsReplaced()
    {
        QVERIFY(waitFor(m_server->setPath({FrozenCamera, {}, false, {}})).ok());
        QVERIFY(m_rig->startAndWait());
        const qint64 frozen = m_server->processId();
        ::kill(static_cast<pid_t>(frozen), SIGSTOP);
        QVERIFY(m_rig->waitForState(State::Failed, 40000));
        QVERIFY(m_server->failure().contains(QStringLiteral("does not answer")));
        QVERIFY(m_rig->waitForState(State::Running, 40000));
        QVERIFY(hasEnded(frozen));
        QVERIFY(m_rig->waitForPath(FrozenCamera, [](const PathState &) { return true; }));
        // And one that does not even hear SIGTERM.
        const qint64 deaf = m_server->processId();
        ::kill(static_cast<pid_t>(deaf), SIGSTOP);
        QVERIFY(waitFor(m_server->stop()).ok());
        QVERIFY(hasEnded(deaf));
    }

private:
    RefuseAll m_nobody;
    std::unique_ptr<MediaMtxRig> m_rig;
    SupervisedMediaServer *m_server = nullptr;
};

CS_TEST(TestServerSilence)
#include "tst_serversilence.moc"
