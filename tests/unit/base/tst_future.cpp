#include <QThread>

#include "base/future.h"
#include "support/testprogram.h"

using namespace cs;

// One answer, always, in the right thread.
class TestFuture : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readyAnswerIsThereAtOnce();
    void firstAnswerCounts();
    void droppedPromiseAnswersCancelled();
    void overwrittenPromiseAnswersCancelled();
    void givenUpFutureAnswersCancelled();
    void unfinishedFutureHasNoResult();
    void answerFromAnotherThreadComesInTheContextsThread();
    void chainRunsOnSuccess();
    void chainStopsAtTheFirstError();
    void chainWaitsForAnAsyncStep();
    void chainPassesACancelledStepOn();
    void moveOnlyStateMayBeCaptured();
    void contextThatIsGoneIsPassedOver();
    void contextMayGoWithAnswersStillQueued();
    void capturedStateDiesInTheContextsThread();
};

void TestFuture::readyAnswerIsThereAtOnce()
{
    QCOMPARE(*resultOf(ready<int>(5)), 5);
    QCOMPARE(resultOf(failed<int>(Error::internal("no"))).error().message, QString("no"));
    int seen = 0;
    whenDone(this, ready<int>(5), [&](const Result<int> &result) { seen = *result; });
    QCOMPARE(seen, 5);
}

void TestFuture::firstAnswerCounts()
{
    Promise<int> promise;
    const auto future = promise.future();
    promise.finish(1);
    promise.finish(2);
    QCOMPARE(*resultOf(future), 1);
}

void TestFuture::droppedPromiseAnswersCancelled()
{
    std::optional<ErrorCode> code;
    {
        Promise<int> promise;
        whenDone(this, promise.future(), [&](const Result<int> &result) { code = result.error().code; });
    }
    QCOMPARE(code, std::optional(ErrorCode::Cancelled));
}

void TestFuture::overwrittenPromiseAnswersCancelled()
{
    Promise<int> promise;
    const auto first = promise.future();
    promise = Promise<int>();
    QCOMPARE(resultOf(first).error().code, ErrorCode::Cancelled);
    const auto second = promise.future();
    QVERIFY(!second.isFinished());
    Promise<int> other = std::move(promise);
    other.finish(2);
    QCOMPARE(*resultOf(second), 2);
}

void TestFuture::givenUpFutureAnswersCancelled()
{
    // Not our Promise: what a library that drops or cancels its own would leave.
    std::vector<ErrorCode> codes;
    const auto note = [&](const Result<int> &result) { codes.push_back(result.error().code); };
    {
        QPromise<Result<int>> dropped;
        dropped.start();
        whenDone(this, dropped.future(), note);
    }
    QCOMPARE(codes.size(), size_t(1));
    QPromise<Result<int>> cancelled;
    cancelled.start();
    whenDone(this, cancelled.future(), note);
    cancelled.future().cancel();
    cancelled.finish();
    QCOMPARE(codes, std::vector<ErrorCode>(2, ErrorCode::Cancelled));
    QCOMPARE(resultOf(cancelled.future()).error().code, ErrorCode::Cancelled);
}

void TestFuture::unfinishedFutureHasNoResult()
{
    Promise<int> promise;
    QCOMPARE(resultOf(promise.future()).error().code, ErrorCode::Cancelled);
    QCOMPARE(resultOf(Async<int>()).error().code, ErrorCode::Cancelled);
}

void TestFuture::answerFromAnotherThreadComesInTheContextsThread()
{
    auto promise = std::make_shared<Promise<int>>();
    QThread *answered = nullptr;
    whenDone(this, promise->future(), [&](const Result<int> &) { answered = QThread::currentThread(); });
    const std::unique_ptr<QThread> other(QThread::create([promise] { promise->finish(1); }));
    other->start();
    QTRY_VERIFY(answered);
    QCOMPARE(answered, QThread::currentThread());
    QVERIFY(other->wait());
}

void TestFuture::chainRunsOnSuccess()
{
    auto answer = andThen(this, ready<int>(4), [](int value) -> Result<QString> { return QString::number(value * 2); });
    QCOMPARE(*resultOf(answer), QString("8"));
}

void TestFuture::chainStopsAtTheFirstError()
{
    bool ran = false;
    auto first = andThen(this, failed<int>(Error::internal("first")), [&](int) -> Result<int> {
        ran = true;
        return 1;
    });
    auto answer = andThen(this, first, [&](int) -> Async<int> {
        ran = true;
        return ready<int>(2);
    });
    QVERIFY(!ran);
    QCOMPARE(resultOf(answer).error().message, QString("first"));
}

void TestFuture::chainWaitsForAnAsyncStep()
{
    Promise<int> inner;
    auto answer = andThen(this, ready<int>(1), [&](int) { return inner.future(); });
    QVERIFY(!answer.isFinished());
    inner.finish(9);
    QCOMPARE(*resultOf(answer), 9);
}

void TestFuture::chainPassesACancelledStepOn()
{
    Async<int> answer;
    {
        Promise<int> inner;
        answer = andThen(this, ready<int>(1), [&](int) { return inner.future(); });
    }
    QVERIFY(answer.isFinished());
    QCOMPARE(resultOf(answer).error().code, ErrorCode::Cancelled);
}

void TestFuture::moveOnlyStateMayBeCaptured()
{
    int seen = 0;
    whenDone(this, ready<int>(1), [&seen, owned = std::make_unique<int>(7)](const Result<int> &) { seen = *owned; });
    QCOMPARE(seen, 7);
}

void TestFuture::contextThatIsGoneIsPassedOver()
{
    bool called = false;
    Promise<int> promise;
    auto context = std::make_unique<QObject>();
    whenDone(context.get(), promise.future(), [&](const Result<int> &) { called = true; });
    context.reset();
    promise.finish(1);
    QCoreApplication::processEvents();
    QVERIFY(!called);
}

void TestFuture::contextMayGoWithAnswersStillQueued()
{
    bool called = false;
    auto context = std::make_unique<QObject>();
    auto promise = std::make_shared<Promise<int>>();
    whenDone(context.get(), promise->future(), [&](const Result<int> &) { called = true; });
    const std::unique_ptr<QThread> other(QThread::create([promise] { promise->finish(1); }));
    other->start();
    QVERIFY(other->wait());
    context.reset();
    QCoreApplication::processEvents();
    QVERIFY(!called);
}

void TestFuture::capturedStateDiesInTheContextsThread()
{
    QThread *died = nullptr;
    const auto note = [&died](int *value) {
        died = QThread::currentThread();
        delete value;
    };
    for (int round = 0; round < 200; ++round) {
        died = nullptr;
        auto promise = std::make_shared<Promise<int>>();
        whenDone(this, promise->future(),
                 [state = std::unique_ptr<int, decltype(note)>(new int(1), note)](const Result<int> &) {});
        const std::unique_ptr<QThread> other(QThread::create([held = std::move(promise)] { held->finish(1); }));
        other->start();
        QTRY_VERIFY_WITH_TIMEOUT(died, 5000);
        QCOMPARE(died, QThread::currentThread());
        QVERIFY(other->wait());
    }
}

CS_TEST(TestFuture)
#include "tst_future.moc"
