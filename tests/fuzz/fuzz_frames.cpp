#include <QLoggingCategory>
#include <QRegularExpression>
#include <QSet>

#include "fuzz/mutator.h"
#include "support/testprogram.h"
#include "unit/rpc/rpcrig.h"

using namespace cs;

namespace {

// Damaged frames through parser, gateway and dispatcher. What is due for each is worked out a second time with the JSON
// parser of the params, which shares no code with the one of the frames.
class FrameFuzz : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void eachRequestIsAnsweredOnce();
    void clientsStandDamagedAnswers();
};

constexpr int frameCount = 10'000;

QByteArrayList corpus()
{
    return {
        requestFrame("ping"),
        requestFrame("ping", "null", "\"abc\""),
        requestFrame("subtract", "[42, 23]", "12345678901234567890"),
        requestFrame("subtract", R"({"minuend": 42, "subtrahend": 23})", "1.50"),
        requestFrame("sum", "[1,2,null,4]", "null"),
        requestFrame("update", "[1,2,3]", {}),
        requestFrame("look", R"({"what":"\u00e4\ud83d\ude00 \"x\""})", R"("a\"\\\u0041")"),
        requestFrame("rule", "{}", "-7e3"),
        requestFrame("forget", "{}", "2"),
        requestFrame("fail", "{}", "3"),
        requestFrame("lie", "{}", "4"),
        requestFrame("get_data", "[]", "5"),
        requestFrame("foobar", R"({"deep":[[[[[[{"a":{"b":[]}}]]]]]]})", "6"),
        '[' + requestFrame("sum", "[1,2,4]", "\"1\"") + ',' + requestFrame("update", "[7]", {})
            + R"(,{"foo":"boo"},1,[],)" + requestFrame("ping", "{}", "9") + ']',
        '[' + requestFrame("update", "[1]", {}) + ',' + requestFrame("ping", "{}", {}) + ']',
        "[]",
        "[1,2,3]",
    };
}

QByteArrayList tokens()
{
    return {"{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\",
            "\\u0000",
            "\\ud800",
            "null",
            "true",
            "-",
            "0",
            "1e400",
            "1e5",
            " ",
            "\n",
            "\xff",
            "\xc3\xa9",
            "\xef\xbb\xbf",
            R"("id":1,)",
            R"("id":{},)",
            R"("jsonrpc":"2.0",)",
            R"("method":"ping",)",
            R"("params":[],)",
            QByteArray(1, '\0'),
            QByteArray(70, '['),
            QByteArray(70, '[') + QByteArray(70, ']')};
}

// How many answers a frame is due, as far as the second parser can tell.
struct Due {
    bool known = false;
    bool parseError = false;
    bool batch = false;
    int answers = 0;
};

bool isUsableId(const json::Value &id)
{
    return id.isNull() || id.number() || id.asString();
}

bool hasDuplicates(const json::Object &object)
{
    QSet<QString> names;
    for (const auto &[name, value] : object)
        names.insert(name);
    return names.size() != qsizetype(object.size());
}

// A notification is the one kind of item that gets no answer.
bool isNotification(const json::Value &item)
{
    const json::Object *object = item.asObject();
    if (!object || hasDuplicates(*object) || item.member(u"id"))
        return false;
    const json::Value *version = item.member(u"jsonrpc");
    const json::Value *method = item.member(u"method");
    const json::Value *params = item.member(u"params");
    return version && version->asString() && *version->asString() == QLatin1String("2.0") && method
           && method->asString() && (!params || params->isNull() || params->asArray() || params->asObject());
}

// What the grammar allows and the second parser takes otherwise: depth, half surrogate pairs, vast numbers, and a byte
// order mark, which vanishes in a QString.
bool isBeyondTheSecondParser(const QByteArray &text)
{
    static const QRegularExpression special(QStringLiteral(R"([0-9][eE]|[0-9]{18}|\\u[dD])"));
    return text.contains("\xef\xbb\xbf") || text.count('[') + text.count('{') > 60
           || special.match(QString::fromLatin1(text)).hasMatch();
}

Due dueFor(const QByteArray &frame)
{
    const bool known = !isBeyondTheSecondParser(frame);
    const auto value = json::parse(frame);
    if (!value.ok())
        return {known, true, false, 1};
    const json::Array *items = value->asArray();
    if (!items)
        return {known, false, false, isNotification(*value) ? 0 : 1};
    if (items->empty() || items->size() > 50)
        return {known, false, false, 1};
    int answers = 0;
    for (const json::Value &item : *items)
        answers += isNotification(item) ? 0 : 1;
    return {known, false, true, answers};
}

// Whether `answer` is one well-formed JSON-RPC answer.
bool isAnswer(const json::Value &answer)
{
    const json::Value *id = answer.member(u"id");
    const json::Value *error = answer.member(u"error");
    if (!id || !isUsableId(*id) || !answer.member(u"jsonrpc") || bool(error) == bool(answer.member(u"result")))
        return false;
    return !error
           || (error->member(u"code")->asInt() && error->member(u"message")->asString() && error->member(u"data"));
}

void FrameFuzz::eachRequestIsAnsweredOnce()
{
    QLoggingCategory::setFilterRules(QStringLiteral("cs.rpc=false"));
    GatewayLimits limits;
    limits.burst = 1e9;
    limits.burstPerAddress = 1e9;
    limits.maxInFlight = 1'000'000;
    RpcRig rig({}, limits);
    Mutator mutator(20'240'607, corpus(), tokens());
    int judged = 0;
    for (int i = 0; i < frameCount; ++i) {
        const QByteArray frame = mutator.next();
        const Due due = dueFor(frame);
        const auto answers = rig.call(frame);
        const QByteArray context = "frame " + QByteArray::number(i) + ": "
                                   + frame.left(2000).toPercentEncoding(" {}[]\":,");
        QVERIFY2(answers.size() <= 1, context);
        if (!answers.empty()) {
            const auto value = json::parse(answers.front());
            QVERIFY2(value.ok() || isBeyondTheSecondParser(answers.front()), context);
            if (value.ok() && value->asArray()) {
                for (const json::Value &item : *value->asArray())
                    QVERIFY2(isAnswer(item), context);
            } else if (value.ok()) {
                QVERIFY2(isAnswer(*value), context);
            }
        }
        if (due.known) {
            ++judged;
            QVERIFY2(answers.empty() == (due.answers == 0), context);
            if (!answers.empty()) {
                QVERIFY2(due.batch == answers.front().startsWith('['), context);
                const auto value = json::parse(answers.front());
                QVERIFY2(!due.batch || !value.ok() || int(value->asArray()->size()) == due.answers, context);
                const bool saysParseError = !due.batch && answers.front().contains("\"code\":-32700,");
                QVERIFY2(due.parseError == saysParseError, context);
            }
        }
        // Whatever it was, the next request is answered, once.
        const QByteArray id = QByteArray::number(i);
        const auto next = rig.call(requestFrame("sum", "[1,2]", id));
        QVERIFY2(next.size() == 1 && next.front() == R"({"jsonrpc":"2.0","result":3,"id":)" + id + '}', context);
    }
    QCOMPARE(rig.dispatcher.openCalls(), size_t(0));
    qInfo("%d frames, %d of them judged by a second parser", frameCount, judged);
    QVERIFY(judged > frameCount / 2);
}

void FrameFuzz::clientsStandDamagedAnswers()
{
    const QByteArrayList answers{
        resultAnswer("1", R"({"a":[1,2,{"b":null}]})"),
        errorAnswer("\"x\"",
                    ErrorObject{-32010, QStringLiteral("no \u00e4"), {{"resource", "camera"}, {"id", "camera9"}}}),
        notification(QStringLiteral("camera.connected"), R"({"device":"camera0","seq":12})"),
    };
    Mutator mutator(7, answers, tokens());
    int understood = 0;
    for (int i = 0; i < frameCount; ++i)
        understood += parseMessage(mutator.next()).kind != ParsedMessage::Kind::Invalid;
    QVERIFY(understood > 0);
    QVERIFY(understood < frameCount);
}

}  // namespace

CS_TEST(FrameFuzz)
#include "fuzz_frames.moc"
