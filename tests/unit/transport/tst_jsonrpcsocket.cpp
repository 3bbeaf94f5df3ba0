#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QWebSocket>

#include "rpc/dispatcher.h"
#include "rpc/gateway.h"
#include "support/testprogram.h"
#include "transport/front.h"
#include "unit/rpc/testmethods.h"

using namespace cs;

namespace {

// JSON-RPC 2.0 over a real WebSocket, through all that stands between socket and handler.
class JsonRpcSocketTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void theExamplesOfTheSpecification_data();
    void theExamplesOfTheSpecification();
    void idsComeBackByteForByte_data();
    void idsComeBackByteForByte();
    void aSlowCallDelaysNoOther();
    void answersToAGoneClientAreDropped();
    void pipelinedRequestsAreAllAnswered();

private:
    QByteArray call(const QByteArray &frame);

    struct Stack {
        Stack()
        {
            testapi::bindTestMethods(table, state);
            FrontOptions options;
            options.host = QStringLiteral("127.0.0.1");
            options.port = 0;
            started = front.start(gateway, options).ok();
        }
        ~Stack() { front.stop(); }

        QObject hub;
        SystemClock clock;
        AccessPolicy policy;
        testapi::TestState state;
        MethodTable table;
        Front front;
        Dispatcher dispatcher{table, [](ConnectionId) { return Principal(); }, policy, hub};
        Gateway gateway{front, dispatcher, clock};
        bool started = false;
    };
    std::unique_ptr<Stack> m_stack;
    std::unique_ptr<QWebSocket> m_client;
    std::vector<QByteArray> m_received;
};

void JsonRpcSocketTest::init()
{
    m_stack = std::make_unique<Stack>();
    QVERIFY(m_stack->started);
    m_received.clear();
    m_client = std::make_unique<QWebSocket>();
    connect(m_client.get(), &QWebSocket::textMessageReceived, this,
            [this](const QString &text) { m_received.push_back(text.toUtf8()); });
    m_client->open(QUrl(QStringLiteral("ws://127.0.0.1:%1/ws").arg(m_stack->front.port())));
    QTRY_COMPARE(m_client->state(), QAbstractSocket::ConnectedState);
}

void JsonRpcSocketTest::cleanup()
{
    m_client.reset();
    m_stack.reset();
}

// What is answered to a frame; empty if nothing is. A ping afterwards shows that nothing more will come.
QByteArray JsonRpcSocketTest::call(const QByteArray &frame)
{
    m_received.clear();
    m_client->sendTextMessage(QString::fromUtf8(frame));
    // Answered by the service thread, after what was handed to it before.
    m_client->sendTextMessage(QStringLiteral(R"({"jsonrpc":"2.0","method":"sum","id":"end"})"));
    const QByteArray end = R"({"jsonrpc":"2.0","result":0,"id":"end"})";
    if (!QTest::qWaitFor([&] { return !m_received.empty() && m_received.back() == end; }))
        return "no answer";
    m_received.pop_back();
    return m_received.size() > 1 ? QByteArray("too many answers")
           : m_received.empty()  ? QByteArray()
                                 : m_received.front();
}

void JsonRpcSocketTest::theExamplesOfTheSpecification_data()
{
    QTest::addColumn<QByteArray>("frame");
    // Errors by code and id alone: the texts are ours. Empty: no answer.
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const char *frame, const char *expected) {
        QTest::newRow(name) << QByteArray(frame) << QByteArray(expected);
    };
    row("positional", R"({"jsonrpc": "2.0", "method": "subtract", "params": [42, 23], "id": 1})",
        R"({"jsonrpc":"2.0","result":19,"id":1})");
    row("positional, swapped", R"({"jsonrpc": "2.0", "method": "subtract", "params": [23, 42], "id": 2})",
        R"({"jsonrpc":"2.0","result":-19,"id":2})");
    row("named", R"({"jsonrpc": "2.0", "method": "subtract", "params": {"subtrahend": 23, "minuend": 42}, "id": 3})",
        R"({"jsonrpc":"2.0","result":19,"id":3})");
    row("named, swapped",
        R"({"jsonrpc": "2.0", "method": "subtract", "params": {"minuend": 42, "subtrahend": 23}, "id": 4})",
        R"({"jsonrpc":"2.0","result":19,"id":4})");
    row("notification", R"({"jsonrpc": "2.0", "method": "update", "params": [1,2,3,4,5]})", "");
    row("notification of an unknown method", R"({"jsonrpc": "2.0", "method": "foobar"})", "");
    row("unknown method", R"({"jsonrpc": "2.0", "method": "foobar", "id": "1"})",
        R"({"error":-32601,"id":"1","jsonrpc":"2.0"})");
    row("no JSON", R"({"jsonrpc": "2.0", "method": "foobar, "params": "bar", "baz])",
        R"({"error":-32700,"id":null,"jsonrpc":"2.0"})");
    row("no request", R"({"jsonrpc": "2.0", "method": 1, "params": "bar"})",
        R"({"error":-32600,"id":null,"jsonrpc":"2.0"})");
    row("batch, no JSON",
        R"([{"jsonrpc": "2.0", "method": "sum", "params": [1,2,4], "id": "1"},{"jsonrpc": "2.0", "method"])",
        R"({"error":-32700,"id":null,"jsonrpc":"2.0"})");
    row("empty batch", "[]", R"({"error":-32600,"id":null,"jsonrpc":"2.0"})");
    row("batch of one that is none", "[1]", R"([{"error":-32600,"id":null,"jsonrpc":"2.0"}])");
    row("batch of three that are none", "[1,2,3]",
        R"([{"error":-32600,"id":null,"jsonrpc":"2.0"},{"error":-32600,"id":null,"jsonrpc":"2.0"},{"error":-32600,"id":null,"jsonrpc":"2.0"}])");
    row("batch",
        R"([{"jsonrpc": "2.0", "method": "sum", "params": [1,2,4], "id": "1"},
            {"jsonrpc": "2.0", "method": "notify_hello", "params": [7]},
            {"jsonrpc": "2.0", "method": "subtract", "params": [42,23], "id": "2"},
            {"foo": "boo"},
            {"jsonrpc": "2.0", "method": "foo.get", "params": {"name": "myself"}, "id": "5"},
            {"jsonrpc": "2.0", "method": "get_data", "id": "9"}])",
        R"([{"jsonrpc":"2.0","result":7,"id":"1"},{"jsonrpc":"2.0","result":19,"id":"2"},{"error":-32600,"id":null,"jsonrpc":"2.0"},
            {"error":-32601,"id":"5","jsonrpc":"2.0"},{"jsonrpc":"2.0","result":["hello",5],"id":"9"}])");
    row("batch of notifications",
        R"([{"jsonrpc": "2.0", "method": "notify_sum", "params": [1,2,4]},{"jsonrpc": "2.0", "method": "notify_hello", "params": [7]}])",
        "");
}

QJsonValue withoutTexts(const QJsonValue &value)
{
    if (value.isArray()) {
        QJsonArray out;
        const QJsonArray array = value.toArray();
        for (const QJsonValue &item : array)
            out.append(withoutTexts(item));
        return out;
    }
    QJsonObject object = value.toObject();
    if (object.contains("error"))
        object.insert("error", object.value("error").toObject().value("code"));
    return object;
}

QJsonValue parsed(const QByteArray &text)
{
    const QJsonDocument document = QJsonDocument::fromJson(text);
    return document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
}

void JsonRpcSocketTest::theExamplesOfTheSpecification()
{
    QFETCH(const QByteArray, frame);
    QFETCH(const QByteArray, expected);
    const QByteArray answer = call(frame);
    if (expected.isEmpty())
        QCOMPARE(answer, QByteArray());
    else
        QCOMPARE(withoutTexts(parsed(answer)), parsed(expected));
}

void JsonRpcSocketTest::idsComeBackByteForByte_data()
{
    QTest::addColumn<QByteArray>("id");
    for (const char *id :
         {"12345678901234567890", "1.50", "-0", "1E+3", "null", "\"\"", R"("a\"\\\u00e9\/")", "\"\xc3\xa9\""})
        QTest::newRow(id) << QByteArray(id);
}

void JsonRpcSocketTest::idsComeBackByteForByte()
{
    QFETCH(const QByteArray, id);
    for (const QByteArray method : {"sum", "ping", "foobar"}) {
        const QByteArray answer = call(R"({"jsonrpc":"2.0","method":")" + method + R"(","id":)" + id + '}');
        QVERIFY(answer.endsWith(",\"id\":" + id + '}'));
    }
}

void JsonRpcSocketTest::aSlowCallDelaysNoOther()
{
    m_client->sendTextMessage(QStringLiteral(R"({"jsonrpc":"2.0","method":"wait","id":"slow"})"));
    QCOMPARE(call(R"({"jsonrpc":"2.0","method":"sum","params":[1,2],"id":7})"),
             QByteArray(R"({"jsonrpc":"2.0","result":3,"id":7})"));
    m_received.clear();
    QCOMPARE(m_stack->state.waiting.size(), size_t(1));
    m_stack->state.waiting.front().finish(QStringLiteral("done"));
    QTRY_COMPARE(m_received.size(), size_t(1));
    QCOMPARE(m_received.front(), QByteArray(R"({"jsonrpc":"2.0","result":"done","id":"slow"})"));
}

void JsonRpcSocketTest::answersToAGoneClientAreDropped()
{
    m_client->sendTextMessage(QStringLiteral(R"({"jsonrpc":"2.0","method":"wait","id":1})"));
    QTRY_COMPARE(m_stack->state.waiting.size(), size_t(1));
    QSignalSpy closed(&m_stack->dispatcher, &Dispatcher::connectionClosed);
    m_client->abort();
    QTRY_COMPARE(closed.size(), 1);
    m_stack->state.waiting.front().finish(QStringLiteral("nobody listens"));
    QTRY_COMPARE(m_stack->dispatcher.openCalls(), size_t(0));
}

void JsonRpcSocketTest::pipelinedRequestsAreAllAnswered()
{
    constexpr int many = 200;
    for (int i = 0; i < many; ++i)
        m_client->sendTextMessage(QStringLiteral(R"({"jsonrpc":"2.0","method":"sum","params":[%1],"id":%1})").arg(i));
    QTRY_COMPARE(m_received.size(), size_t(many));
    for (int i = 0; i < many; ++i) {
        const QByteArray expected = R"({"jsonrpc":"2.0","result":)" + QByteArray::number(i)
                                    + ",\"id\":" + QByteArray::number(i) + '}';
        QVERIFY(std::find(m_received.begin(), m_received.end(), expected) != m_received.end());
    }
}

}  // namespace

CS_TEST(JsonRpcSocketTest)
#include "tst_jsonrpcsocket.moc"
