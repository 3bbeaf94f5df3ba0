#include <QJsonDocument>
#include <QJsonObject>

#include "jsonrpc/message.h"
#include "support/testprogram.h"

using namespace cs;

namespace {

// What a frame is taken for: the envelope rules of JSON-RPC 2.0 and of this API.
class MessageTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void keepsIdsByteForByte_data();
    void keepsIdsByteForByte();
    void readsRequests();
    void findsEscapedMemberNames();
    void aMissingIdMakesANotification();
    void nullAndMissingParamsAreTheSame();
    void answersBrokenEnvelopes_data();
    void answersBrokenEnvelopes();
    void answersWhatIsNoJson_data();
    void answersWhatIsNoJson();
    void countsNestingFromTheRequest();
    void readsEachItemOfABatch();
    void refusesABatchBeyondTheLimit();
    void aBrokenBatchIsOneParseError();
    void standsARequestOfManyMembers();
    void clientsReadAnswersAndNotifications();
    void clientsTakeNothingElse_data();
    void clientsTakeNothingElse();
};

ParsedFrame parsed(const QByteArray &frame)
{
    return parseFrame(frame, {});
}

QJsonObject only(const ParsedFrame &frame)
{
    if (frame.isBatch || frame.items.size() != 1 || !std::holds_alternative<QByteArray>(frame.items.front()))
        return {};
    return QJsonDocument::fromJson(std::get<QByteArray>(frame.items.front())).object();
}

int codeOf(const QJsonObject &answer)
{
    return answer.value("error").toObject().value("code").toInt();
}

QString hintOf(const QJsonObject &answer)
{
    return answer.value("error").toObject().value("data").toObject().value("hint").toString();
}

void MessageTest::keepsIdsByteForByte_data()
{
    QTest::addColumn<QByteArray>("id");
    for (const char *id :
         {"1", "0", "-7", "1.50", "12345678901234567890", "123456789012345678901234567890123456789", "1e400", "1E-2",
          "null", "\"\"", "\"abc\"", R"("a\"b\\c\/\u0041\n")", R"("\ud800")", "\"\xc3\xa9\""})
        QTest::newRow(id) << QByteArray(id);
}

void MessageTest::keepsIdsByteForByte()
{
    QFETCH(const QByteArray, id);
    const auto frame = parsed(R"({"jsonrpc":"2.0", "id" : )" + id + R"( , "method":"ping"})");
    QCOMPARE(frame.items.size(), size_t(1));
    const auto *request = std::get_if<Request>(&frame.items.front());
    QVERIFY(request);
    QCOMPARE(request->id, id);
    QVERIFY(!request->isNotification());
    QCOMPARE(resultAnswer(request->id, "1"), R"({"jsonrpc":"2.0","result":1,"id":)" + id + '}');
}

void MessageTest::readsRequests()
{
    const auto frame = parsed(
        R"( {"jsonrpc":"2.0","method":"get_camera_status","params":{"device" : "camera0"},"id":7,"x":[]} )");
    QVERIFY(!frame.isBatch);
    const auto &request = std::get<Request>(frame.items.front());
    QCOMPARE(request.method, QStringLiteral("get_camera_status"));
    QCOMPARE(request.params, QByteArray(R"({"device" : "camera0"})"));
    QCOMPARE(request.id, QByteArray("7"));
}

void MessageTest::findsEscapedMemberNames()
{
    const auto frame = parsed(R"({"json\u0072pc":"2\u002e0","m\u0065thod":"p\u0069ng","\u0069d":1})");
    const auto *request = std::get_if<Request>(&frame.items.front());
    QVERIFY(request);
    QCOMPARE(request->method, QStringLiteral("ping"));
    QCOMPARE(request->id, QByteArray("1"));
    QCOMPARE(codeOf(only(parsed(R"({"jsonrpc":"2.0","method":"a","m\u0065thod":"b","id":1})"))), -32600);
    // A byte order mark makes it another name.
    const auto marked = parsed("{\"jsonrpc\":\"2.0\",\"method\":\"\xef\xbb\xbfping\",\"\xef\xbb\xbfid\":1}");
    QVERIFY(std::get<Request>(marked.items.front()).isNotification());
    QVERIFY(std::get<Request>(marked.items.front()).method != QLatin1String("ping"));
}

void MessageTest::aMissingIdMakesANotification()
{
    QVERIFY(std::get<Request>(parsed(R"({"jsonrpc":"2.0","method":"ping"})").items.front()).isNotification());
    QVERIFY(
        !std::get<Request>(parsed(R"({"jsonrpc":"2.0","method":"ping","id":null})").items.front()).isNotification());
}

void MessageTest::nullAndMissingParamsAreTheSame()
{
    QVERIFY(std::get<Request>(parsed(R"({"jsonrpc":"2.0","method":"ping","params":null,"id":1})").items.front())
                .params.isEmpty());
    QCOMPARE(std::get<Request>(parsed(R"({"jsonrpc":"2.0","method":"ping","params":{},"id":1})").items.front()).params,
             QByteArray("{}"));
}

void MessageTest::answersBrokenEnvelopes_data()
{
    QTest::addColumn<QByteArray>("frame");
    QTest::addColumn<QByteArray>("id");
    const auto row = [](const char *name, const char *frame, const char *id = "null") {
        QTest::newRow(name) << QByteArray(frame) << QByteArray(id);
    };
    row("number", "1");
    row("string", "\"ping\"");
    row("null", "null");
    row("no members", "{}");
    row("no version", R"({"method":"ping","id":1})", "1");
    row("version 1.0", R"({"jsonrpc":"1.0","method":"ping","id":1})", "1");
    row("version as number", R"({"jsonrpc":2.0,"method":"ping","id":"a"})", "\"a\"");
    row("no method", R"({"jsonrpc":"2.0","id":1.50})", "1.50");
    row("method of a wrong kind", R"({"jsonrpc":"2.0","method":1,"params":"bar"})");
    row("params is a string", R"({"jsonrpc":"2.0","method":"ping","params":"bar","id":1})", "1");
    row("params is a number", R"({"jsonrpc":"2.0","method":"ping","params":1,"id":1})", "1");
    row("params is true", R"({"jsonrpc":"2.0","method":"ping","params":true})");
    row("id is an object", R"({"jsonrpc":"2.0","method":"ping","id":{}})");
    row("id is an array", R"({"jsonrpc":"2.0","method":"ping","id":[1]})");
    row("id is true", R"({"jsonrpc":"2.0","method":"ping","id":true})");
    row("id is false", R"({"jsonrpc":"2.0","method":"ping","id":false})");
    row("id twice", R"({"jsonrpc":"2.0","method":"ping","id":1,"id":2})");
    row("id twice, the same", R"({"jsonrpc":"2.0","method":"ping","id":1,"id":1})");
    row("method twice", R"({"jsonrpc":"2.0","method":"ping","method":"ping","id":1})", "1");
    row("version twice", R"({"jsonrpc":"2.0","jsonrpc":"2.0","method":"ping","id":1})", "1");
    row("params twice", R"({"jsonrpc":"2.0","method":"ping","params":{},"params":{},"id":1})", "1");
    row("unknown member twice", R"({"jsonrpc":"2.0","method":"ping","x":1,"x":2,"id":1})", "1");
    row("empty batch", "[]");
    row("a response", R"({"jsonrpc":"2.0","result":1,"id":1})", "1");
}

void MessageTest::answersBrokenEnvelopes()
{
    QFETCH(const QByteArray, frame);
    QFETCH(const QByteArray, id);
    const auto result = parsed(frame);
    const QJsonObject answer = only(result);
    QCOMPARE(codeOf(answer), -32600);
    QVERIFY(!hintOf(answer).isEmpty());
    QVERIFY(std::get<QByteArray>(result.items.front()).endsWith(",\"id\":" + id + "}"));
}

void MessageTest::answersWhatIsNoJson_data()
{
    QTest::addColumn<QByteArray>("frame");
    for (const char *frame :
         {"", " ", "{", "foo", R"({"jsonrpc":"2.0","method":"foobar,"params":"bar","baz])",
          R"([{"jsonrpc":"2.0","method":"sum","params":[1,2,4],"id":"1"},{"jsonrpc":"2.0","method")",
          R"({"jsonrpc":"2.0","method":"ping","params":[1,,2],"id":1})", R"({"jsonrpc":"2.0","method":"ping","id":01})",
          R"({"jsonrpc":"2.0","method":"ping","id":1}x)", R"({"jsonrpc":"2.0","method":"ping","id":1}{})",
          "\xef\xbb\xbf{}", "{\"a\":\"\xff\"}", "[1,2"})
        QTest::newRow(frame) << QByteArray(frame);
}

void MessageTest::answersWhatIsNoJson()
{
    QFETCH(const QByteArray, frame);
    const QJsonObject answer = only(parsed(frame));
    QCOMPARE(codeOf(answer), -32700);
    QVERIFY(answer.value("id").isNull());
    QVERIFY(!hintOf(answer).isEmpty());
}

QByteArray nested(int depth, const QByteArray &id)
{
    // The request itself is one level, params the next.
    return R"({"jsonrpc":"2.0","method":"ping","params":)" + QByteArray(depth - 1, '[') + QByteArray(depth - 1, ']')
           + ",\"id\":" + id + "}";
}

void MessageTest::countsNestingFromTheRequest()
{
    QVERIFY(std::holds_alternative<Request>(parsed(nested(64, "1")).items.front()));
    QCOMPARE(codeOf(only(parsed(nested(65, "1")))), -32600);
    QCOMPARE(codeOf(only(parsed(nested(100'000, "1")))), -32600);
    const auto batch = parsed('[' + nested(64, "1") + ',' + nested(65, "2") + ']');
    QVERIFY(batch.isBatch);
    QVERIFY(std::holds_alternative<Request>(batch.items[0]));
    QVERIFY(std::holds_alternative<QByteArray>(batch.items[1]));
}

void MessageTest::readsEachItemOfABatch()
{
    const auto frame = parsed(
        R"([{"jsonrpc":"2.0","method":"sum","id":"1"}, {"jsonrpc":"2.0","method":"hello"}, {"foo":"boo"}, 1, [], null])");
    QVERIFY(frame.isBatch);
    QCOMPARE(frame.items.size(), size_t(6));
    QCOMPARE(std::get<Request>(frame.items[0]).id, QByteArray("\"1\""));
    QVERIFY(std::get<Request>(frame.items[1]).isNotification());
    for (size_t i = 2; i < frame.items.size(); ++i) {
        const QJsonObject answer = QJsonDocument::fromJson(std::get<QByteArray>(frame.items[i])).object();
        QCOMPARE(codeOf(answer), -32600);
        QVERIFY(answer.value("id").isNull());
    }
}

void MessageTest::refusesABatchBeyondTheLimit()
{
    const QByteArray one = R"({"jsonrpc":"2.0","method":"ping","id":1})";
    const auto batchOf = [&](int count) { return '[' + QByteArrayList(count, one).join(',') + ']'; };
    QCOMPARE(parsed(batchOf(50)).items.size(), size_t(50));
    const QJsonObject answer = only(parsed(batchOf(51)));
    QCOMPARE(codeOf(answer), -32600);
    QVERIFY(answer.value("id").isNull());
    QVERIFY(hintOf(answer).contains(QLatin1String("50")));
    QCOMPARE(only(parseFrame(batchOf(3), ParseLimits{2, 64})).value("error").toObject().value("code").toInt(), -32600);
}

void MessageTest::aBrokenBatchIsOneParseError()
{
    const QByteArray one = R"({"jsonrpc":"2.0","method":"ping","id":1})";
    QCOMPARE(codeOf(only(parsed('[' + one + ",]"))), -32700);
    QCOMPARE(codeOf(only(parsed('[' + one + one + "]"))), -32700);
    // Also when the break comes after the limit.
    QCOMPARE(codeOf(only(parsed('[' + QByteArrayList(60, one).join(',') + ",{]"))), -32700);
}

void MessageTest::standsARequestOfManyMembers()
{
    QByteArray frame = R"({"jsonrpc":"2.0","method":"ping","id":1)";
    constexpr int many = 60'000;
    for (int i = 0; i < many; ++i)
        frame += ",\"" + QByteArray::number(i) + "\":0";
    QVERIFY(std::holds_alternative<Request>(parsed(frame + '}').items.front()));
    QCOMPARE(codeOf(only(parsed(frame + ",\"59999\":0}"))), -32600);
}

void MessageTest::clientsReadAnswersAndNotifications()
{
    const auto result = parseMessage(resultAnswer("\"a\"", R"({"x":1.50})"));
    QCOMPARE(result.kind, ParsedMessage::Kind::Result);
    QCOMPARE(result.id, QByteArray("\"a\""));
    QCOMPARE(result.result, QByteArray(R"({"x":1.50})"));

    const auto error = parseMessage(errorAnswer("7", ErrorObject{-32010, QStringLiteral("no"), {{"id", "camera9"}}}));
    QCOMPARE(error.kind, ParsedMessage::Kind::Error);
    QCOMPARE(error.id, QByteArray("7"));
    QCOMPARE(error.error.code, -32010);
    QCOMPARE(error.error.message, QStringLiteral("no"));
    QCOMPARE(error.error.data.value("id").toString(), QStringLiteral("camera9"));

    const auto event = parseMessage(notification(QStringLiteral("camera.connected"), R"({"device":"camera0"})"));
    QCOMPARE(event.kind, ParsedMessage::Kind::Notification);
    QCOMPARE(event.method, QStringLiteral("camera.connected"));
    QCOMPARE(event.params, QByteArray(R"({"device":"camera0"})"));
}

void MessageTest::clientsTakeNothingElse_data()
{
    QTest::addColumn<QByteArray>("frame");
    for (const char *frame :
         {"", "{}", "[]", "1", R"({"jsonrpc":"2.0","id":1})", R"({"jsonrpc":"2.0","result":1,"error":{},"id":1})",
          R"({"result":1,"id":1})", R"({"jsonrpc":"2.0","error":1,"id":1})", R"({"jsonrpc":"2.0","result":1})",
          R"({"jsonrpc":"2.0","method":1})", R"({"jsonrpc":"2.0","result":1,"id":1)"})
        QTest::newRow(frame) << QByteArray(frame);
}

void MessageTest::clientsTakeNothingElse()
{
    QFETCH(const QByteArray, frame);
    QCOMPARE(parseMessage(frame).kind, ParsedMessage::Kind::Invalid);
}

}  // namespace

CS_TEST(MessageTest)
#include "tst_message.moc"
