#include "http/runninganswers.h"
#include "support/testprogram.h"
#include "unit/http/socketpair.h"

using namespace cs;

class TestRunningAnswers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatMayNotGoOnIsCutOff();
    void whatHasEndedIsNotAskedAgain();
    void theNextAnswerOfASocketIsAnother();
    void anAnswerThatEndsWhileItIsJudgedIsLeftAlone();
};

void TestRunningAnswers::whatMayNotGoOnIsCutOff()
{
    RunningAnswers answers;
    const SocketPair good;
    const SocketPair bad;
    bool may = true;
    answers.begun(good.ours.get(), [] { return true; });
    answers.begun(bad.ours.get(), [&may] { return may; });
    answers.tick();
    QVERIFY(!good.isCutOff() && !bad.isCutOff());
    may = false;
    answers.tick();
    QVERIFY(!good.isCutOff() && bad.isCutOff());
}

void TestRunningAnswers::whatHasEndedIsNotAskedAgain()
{
    RunningAnswers answers;
    const SocketPair pair;
    int asked = 0;
    answers.begun(pair.ours.get(), [&asked] { return ++asked < 2; });
    answers.tick();
    answers.ended(pair.ours.get());
    answers.ended(pair.ours.get());
    answers.tick();
    QCOMPARE(asked, 1);
    QVERIFY(!pair.isCutOff());
}

void TestRunningAnswers::theNextAnswerOfASocketIsAnother()
{
    RunningAnswers answers;
    const SocketPair pair;
    answers.begun(pair.ours.get(), [] { return false; });
    answers.ended(pair.ours.get());
    answers.begun(pair.ours.get(), [] { return true; });
    answers.tick();
    QVERIFY(!pair.isCutOff());
}

void TestRunningAnswers::anAnswerThatEndsWhileItIsJudgedIsLeftAlone()
{
    RunningAnswers answers;
    const SocketPair pair;
    answers.begun(pair.ours.get(), [&] {
        answers.ended(pair.ours.get());
        answers.begun(pair.ours.get(), [] { return true; });
        return false;
    });
    answers.tick();
    QVERIFY(!pair.isCutOff());
}

CS_TEST(TestRunningAnswers)
#include "tst_runninganswers.moc"
