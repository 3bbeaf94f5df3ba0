#include <QElapsedTimer>

#include <sodium.h>

#include "auth/passwordhasher.h"
#include "support/testprogram.h"
#include "support/waitfor.h"

using namespace cs;

class TestPasswordHasher : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(sodium_init() >= 0); }
    void hashBelongsToItsPasswordAlone();
    void hashNamesItsParameters();
    void oldParametersAreNoticed();
    void nobodyIsNeverRightAndCostsAsMuch();
    void brokenHashIsWrong();
    void queueIsBounded();
    void endWithWorkLeftAnswersCancelled();
};

void TestPasswordHasher::hashBelongsToItsPasswordAlone()
{
    PasswordHasher hasher({8, 1});
    const auto hash = waitFor(hasher.hash("purple-otter-14"));
    const auto again = waitFor(hasher.hash("purple-otter-14"));
    QVERIFY(hash.ok() && again.ok());
    QVERIFY(*hash != *again);
    QVERIFY(*waitFor(hasher.verify(*hash, "purple-otter-14")));
    QVERIFY(!*waitFor(hasher.verify(*hash, "purple-otter-15")));
    QVERIFY(!*waitFor(hasher.verify(*hash, "")));
    QCOMPARE(hasher.pending(), 0);
}

void TestPasswordHasher::hashNamesItsParameters()
{
    PasswordHasher hasher({16, 2});
    const auto hash = waitFor(hasher.hash("purple-otter-14"));
    QVERIFY2(hash->startsWith("$argon2id$v=19$m=16384,t=2,p=1$"), qPrintable(*hash));
}

void TestPasswordHasher::oldParametersAreNoticed()
{
    PasswordHasher before({8, 1});
    PasswordHasher now({8, 2});
    const auto hash = waitFor(before.hash("purple-otter-14"));
    QVERIFY(!before.needsRehash(*hash));
    QVERIFY(now.needsRehash(*hash));
    QVERIFY(*waitFor(now.verify(*hash, "purple-otter-14")));
}

void TestPasswordHasher::nobodyIsNeverRightAndCostsAsMuch()
{
    PasswordHasher hasher({32, 3});
    const auto hash = waitFor(hasher.hash("purple-otter-14"));
    const auto timed = [&](const QString &text) {
        QList<qint64> times;
        for (int i = 0; i < 9; ++i) {
            QElapsedTimer timer;
            timer.start();
            const auto answer = waitFor(hasher.verify(text, "purple-otter-15"));
            times.append(timer.nsecsElapsed());
            [&] { QVERIFY(answer.ok() && !*answer); }();
        }
        std::sort(times.begin(), times.end());
        return double(times[times.size() / 2]);
    };
    const double nobody = timed({});
    const double somebody = timed(*hash);
    // Far wider than what the bench holds it to: this machine may be busy.
    QVERIFY2(nobody > 0.6 * somebody && somebody > 0.6 * nobody,
             qPrintable(QStringLiteral("%1 and %2 ms").arg(nobody / 1e6).arg(somebody / 1e6)));
}

void TestPasswordHasher::brokenHashIsWrong()
{
    PasswordHasher hasher({8, 1});
    for (const char *hash : {"x", "$argon2id$", "$argon2id$v=19$m=8192,t=1,p=1$AAAA$AAAA"})
        QVERIFY(!*waitFor(hasher.verify(QString::fromLatin1(hash), "purple-otter-14")));
}

void TestPasswordHasher::queueIsBounded()
{
    PasswordHasher hasher({64, 2}, {1, 3});
    std::vector<Async<QString>> answers;
    for (int i = 0; i < 10; ++i)
        answers.push_back(hasher.hash("purple-otter-14"));
    QVERIFY(hasher.pending() <= 4);
    int done = 0;
    int refused = 0;
    for (const auto &answer : answers) {
        const auto result = waitFor(answer);
        done += result.ok() ? 1 : 0;
        refused += !result.ok() && result.error().code == ErrorCode::RateLimited ? 1 : 0;
    }
    QVERIFY(done >= 4);
    QCOMPARE(done + refused, 10);
    QVERIFY(refused >= 5);
}

void TestPasswordHasher::endWithWorkLeftAnswersCancelled()
{
    std::vector<Async<QString>> answers;
    {
        PasswordHasher hasher({64, 2}, {1, 8});
        for (int i = 0; i < 5; ++i)
            answers.push_back(hasher.hash("purple-otter-14"));
    }
    int cancelled = 0;
    for (const auto &answer : answers) {
        // What was being computed is answered on the next turn of the loop.
        QTRY_VERIFY(answer.isFinished());
        const auto result = resultOf(answer);
        cancelled += !result.ok() && result.error().code == ErrorCode::Cancelled ? 1 : 0;
    }
    QVERIFY(cancelled >= 3);
}

CS_TEST(TestPasswordHasher)
#include "tst_passwordhasher.moc"
