#include <sys/socket.h>

#include "base/uniquefd.h"
#include "http/runninganswers.h"
#include "support/testprogram.h"

using namespace cs;

namespace {

struct AnswerSocket {
    AnswerSocket()
    {
        int fds[2] = {-1, -1};
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds) == 0) {
            ours.reset(fds[0]);
            theirs.reset(fds[1]);
        }
    }
    bool isCutOff() const
    {
        char byte = 0;
        return ::recv(theirs.get(), &byte, 1, 0) == 0;
    }
    UniqueFd ours;
    UniqueFd theirs;
};

}  // namespace

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
    const AnswerSocket good;
    const AnswerSocket bad;
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
    const AnswerSocket pair;
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
    const AnswerSocket pair;
    answers.begun(pair.ours.get(), [] { return false; });
    answers.ended(pair.ours.get());
    answers.begun(pair.ours.get(), [] { return true; });
    answers.tick();
    QVERIFY(!pair.isCutOff());
}

void TestRunningAnswers::anAnswerThatEndsWhileItIsJudgedIsLeftAlone()
{
    RunningAnswers answers;
    const AnswerSocket pair;
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
