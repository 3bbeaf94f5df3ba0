#include <QRegularExpression>

#include "rpc/responder.h"
#include "support/testprogram.h"
#include "unit/rpc/fakesender.h"

using namespace cs;

namespace {

class ResponderTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void forgottenRequestsGetAnInternalError();
    void answeredRequestsGetNothingElse();
    void movingMovesTheDuty();
    void notificationsAreNeverAnswered();
    void batchesKeepTheirOrder();
    void theSlotIsFreeBeforeTheAnswerIsOut();
};

std::shared_ptr<FrameAnswers> single(FakeSender &sender)
{
    return std::make_shared<FrameAnswers>(sender, ConnectionId{1}, FrameAnswers::Shape::Single, 1);
}

Responder responder(const std::shared_ptr<FrameAnswers> &answers, size_t index, const QByteArray &id)
{
    return Responder(answers, index, id, QStringLiteral("req-7"), {});
}

void expectWarning()
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("req-7 was left without an answer")));
}

void ResponderTest::forgottenRequestsGetAnInternalError()
{
    FakeSender sender;
    expectWarning();
    {
        const Responder forgotten = responder(single(sender), 0, "\"a\"");
    }
    QCOMPARE(sender.sent.size(), size_t(1));
    QCOMPARE(errorCode(sender.lastObject()), -32603);
    QCOMPARE(sender.lastObject().value("id").toString(), QStringLiteral("a"));
    QCOMPARE(errorData(sender.lastObject()).value("request_id").toString(), QStringLiteral("req-7"));
}

void ResponderTest::answeredRequestsGetNothingElse()
{
    FakeSender sender;
    {
        Responder answered = responder(single(sender), 0, "1");
        answered.result("true");
    }
    QCOMPARE(sender.sent.size(), size_t(1));
    QCOMPARE(sender.last(), QByteArray(R"({"jsonrpc":"2.0","result":true,"id":1})"));
}

void ResponderTest::movingMovesTheDuty()
{
    FakeSender sender;
    {
        Responder first = responder(single(sender), 0, "1");
        Responder second = std::move(first);
        second.error(Error::notFound(QStringLiteral("camera"), QStringLiteral("camera9")));
    }
    QCOMPARE(sender.sent.size(), size_t(1));
    QCOMPARE(errorCode(sender.lastObject()), -32010);
}

void ResponderTest::notificationsAreNeverAnswered()
{
    FakeSender sender;
    responder(single(sender), 0, {}).result("true");
    responder(single(sender), 0, {}).error(Error::internal({}));
    expectWarning();
    {
        const Responder forgotten = responder(single(sender), 0, {});
    }
    QVERIFY(sender.sent.empty());
}

void ResponderTest::batchesKeepTheirOrder()
{
    FakeSender sender;
    auto answers = std::make_shared<FrameAnswers>(sender, ConnectionId{1}, FrameAnswers::Shape::Batch, 3);
    Responder first = responder(answers, 0, "1");
    Responder second = responder(answers, 1, {});
    Responder third = responder(answers, 2, "3");
    third.result("3");
    second.result("2");
    QVERIFY(sender.sent.empty());
    first.result("1");
    QCOMPARE(sender.last(), QByteArray(R"([{"jsonrpc":"2.0","result":1,"id":1},{"jsonrpc":"2.0","result":3,"id":3}])"));
    QCOMPARE(sender.sent.size(), size_t(1));
}

void ResponderTest::theSlotIsFreeBeforeTheAnswerIsOut()
{
    class Sender final : public FrameSender {
    public:
        void send(ConnectionId, const QByteArray &) override { underWay = counter.count(); }
        void disconnect(ConnectionId, const QString &) override {}
        qint64 queued(ConnectionId) const override { return 0; }
        InFlightCounter counter;
        int underWay = -1;
    } sender;
    auto slot = sender.counter.take(1);
    QVERIFY(slot);
    QVERIFY(!sender.counter.take(1));
    auto answers = std::make_shared<FrameAnswers>(sender, ConnectionId{1}, FrameAnswers::Shape::Single, 1);
    Responder(answers, 0, "1", {}, std::move(*slot)).result("1");
    QCOMPARE(sender.underWay, 0);
}

}  // namespace

CS_TEST(ResponderTest)
#include "tst_responder.moc"
