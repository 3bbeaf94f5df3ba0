#include <QJsonArray>
#include <QRegularExpression>
#include <QSet>

#include "api/allmethods.h"
#include "api/describe.h"
#include "json/schemacheck.h"
#include "support/testprogram.h"

using namespace cs;
using json::Unknown;

// Tables over every declared method: what holds for one must hold for all.
class TestMethods : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void namesAreWordsAndEachIsDeclaredOnce();
    void everyDeclarationSpeaks();
    void exampleIsReadAsItsParams();
    void exampleFitsItsSchema();
    void defaultReplyIsWrittenAndDescribed();
    void strangerMemberIsRefusedEverywhere();
    void otherThingsThanObjectsAreRefusedEverywhere();
    void missingRequiredParamIsNamed();
    void wrongTypeOfAnyParamIsNamed();
    void methodsOfTheContractHaveTheirRole_data();
    void methodsOfTheContractHaveTheirRole();
    void publicMethodsAreFew();
    void topicsAreUnique();
    void eventStructsWrite();
};

namespace {

json::Value parsed(const QByteArray &json)
{
    auto value = json::parse(json);
    return value.ok() ? std::move(value).value() : json::Value();
}

// A method without its types, so that the checks are compiled once and not for each.
struct Method {
    api::MethodDescription is;
    // Its params as read from JSON and written again, or what was wrong with them.
    Result<QByteArray> (*rewritten)(const json::Value &params);
    // What a freshly made reply is written as.
    QByteArray reply;
};

template<class Params>
Result<QByteArray> rewrite(const json::Value &value)
{
    const Result<Params> params = json::fromValue<Params>(value, Unknown::Refuse);
    if (!params.ok())
        return params.error();
    return json::toJson(*params);
}

const std::vector<Method> &methods()
{
    static const std::vector<Method> all = [] {
        std::vector<Method> list;
        api::AllMethods::forEach([&list]<api::Method M>() {
            list.push_back(
                {api::allMethods().at(list.size()), &rewrite<typename M::Params>, json::toJson(typename M::Reply())});
        });
        return list;
    }();
    return all;
}

// The parameter that the error names; empty if the params are right.
QString problemOf(const Method &method, const json::Value &params)
{
    const auto result = method.rewritten(params);
    return result.ok() ? QString() : result.error().data.value("param").toString();
}

}  // namespace

void TestMethods::namesAreWordsAndEachIsDeclaredOnce()
{
    static const QRegularExpression word("^(rpc\\.)?[a-z]+(_[a-z]+)*$");
    QSet<QString> seen;
    for (const auto &method : api::allMethods()) {
        const QString name = QString::fromLatin1(method.info.name);
        QVERIFY2(word.match(name).hasMatch(), qPrintable(name));
        QVERIFY2(!seen.contains(name), qPrintable(name));
        seen.insert(name);
    }
    QCOMPARE(seen.size(), qsizetype(api::AllMethods::size));
}

void TestMethods::everyDeclarationSpeaks()
{
    for (const auto &method : api::allMethods()) {
        QVERIFY2(QString::fromUtf8(method.info.summary).endsWith('.'), method.info.name);
        const QJsonObject properties = method.params.value("properties").toObject();
        const int common = api::takesIdempotencyKey(method.info) ? 1 : 0;
        QCOMPARE(properties.size(), qsizetype(method.paramNames.size()) + common);
        for (const QJsonValue &param : properties)
            QVERIFY2(!param.toObject().value("description").toString().isEmpty(), method.info.name);
    }
}

void TestMethods::exampleIsReadAsItsParams()
{
    for (const Method &method : methods()) {
        const auto value = json::parse(method.is.info.example);
        QVERIFY2(value.ok(), method.is.info.name);
        const auto params = method.rewritten(*value);
        QVERIFY2(params.ok(),
                 params.ok() ? ""
                             : qPrintable(QString::fromLatin1(method.is.info.name) + ": " + params.error().message));
        // What was read is written and read again the same.
        const auto back = method.rewritten(parsed(*params));
        QVERIFY2(back.ok(), params->constData());
        QCOMPARE(*back, *params);
    }
}

void TestMethods::exampleFitsItsSchema()
{
    for (const auto &method : api::allMethods()) {
        const auto bad = json::violation(method.params, parsed(method.info.example));
        QVERIFY2(!bad, bad ? qPrintable(*bad) : "");
    }
}

void TestMethods::defaultReplyIsWrittenAndDescribed()
{
    for (const Method &method : methods()) {
        const auto value = json::parse(method.reply);
        QVERIFY2(value.ok(), method.reply.constData());
        const QJsonObject &schema = method.is.reply;
        QVERIFY2(!schema.value("type").toString().isEmpty(), method.is.info.name);
        // Every member that is written is described, and every one that must be there is written.
        const QJsonObject properties = schema.value("properties").toObject();
        if (const json::Object *object = value->asObject()) {
            for (const auto &[name, member] : *object)
                QVERIFY2(properties.contains(name), qPrintable(name));
        }
        const QJsonArray required = schema.value("required").toArray();
        for (const QJsonValue &name : required)
            QVERIFY2(value->member(name.toString()), qPrintable(name.toString()));
    }
}

void TestMethods::strangerMemberIsRefusedEverywhere()
{
    for (const Method &method : methods()) {
        const QByteArray example = method.is.info.example;
        const QByteArray inner = example.mid(1, example.size() - 2);
        const QByteArray hostile = "{" + inner + (inner.isEmpty() ? "" : ",") + "\"no_such_member\":1}";
        QCOMPARE(problemOf(method, parsed(hostile)), QString("no_such_member"));
    }
}

void TestMethods::otherThingsThanObjectsAreRefusedEverywhere()
{
    for (const Method &method : methods()) {
        for (const char *other : {"1", "\"x\"", "true", "[]", "[{}]"})
            QVERIFY2(!method.rewritten(parsed(other)).ok(), method.is.info.name);
    }
}

void TestMethods::missingRequiredParamIsNamed()
{
    for (const Method &method : methods()) {
        const QJsonArray required = method.is.params.value("required").toArray();
        if (!required.isEmpty())
            QCOMPARE(problemOf(method, parsed("{}")), required.first().toString());
    }
}

void TestMethods::wrongTypeOfAnyParamIsNamed()
{
    for (const Method &method : methods()) {
        const json::Value example = parsed(method.is.info.example);
        for (const char *name : method.is.paramNames) {
            // No param is a list of lists, so this fits none.
            json::Object object = *example.asObject();
            std::erase_if(object, [&](const auto &member) { return member.first == QLatin1String(name); });
            object.emplace_back(QString::fromLatin1(name), parsed("[[]]"));
            const QString param = problemOf(method, json::Value(object));
            QVERIFY2(param.section('.', 0, 0) == QLatin1String(name),
                     qPrintable(QString::fromLatin1(method.is.info.name) + ": " + param));
        }
    }
}

void TestMethods::methodsOfTheContractHaveTheirRole_data()
{
    QTest::addColumn<int>("access");
    const auto rows = [](api::Access access, const QStringList &names) {
        for (const QString &name : names)
            QTest::newRow(qPrintable(name)) << int(access);
    };
    rows(api::Access::Public, {"ping", "authenticate", "rpc.discover"});
    rows(api::Access::Viewer,
         {"get_server_info", "get_system_status", "get_camera_list", "get_camera_status", "get_camera_capabilities",
          "get_streams", "get_stream_url", "get_stream_status", "list_recordings", "list_snapshots",
          "get_recording_info", "get_snapshot_info", "subscribe_events", "unsubscribe_events", "get_subscription_stats",
          "get_external_streams"});
    rows(api::Access::Operator, {"start_streaming", "stop_streaming", "take_snapshot", "start_recording",
                                 "stop_recording", "remove_external_stream"});
    rows(api::Access::OperatorOfAll, {"add_external_stream"});
    rows(api::Access::AdminOfAll,
         {"create_user", "update_user", "delete_user", "create_api_key", "rotate_api_key", "revoke_api_key",
          "create_group", "update_group", "delete_group", "grant_access", "revoke_access", "list_audit_events"});
    rows(api::Access::Admin, {"get_status", "get_storage_info", "get_metrics", "delete_recording", "delete_snapshot"});
}

void TestMethods::methodsOfTheContractHaveTheirRole()
{
    QFETCH(int, access);
    const QString name = QString::fromLatin1(QTest::currentDataTag());
    for (const auto &method : api::allMethods()) {
        if (name == QLatin1String(method.info.name)) {
            QCOMPARE(int(method.info.access), access);
            return;
        }
    }
    QFAIL("is not declared");
}

void TestMethods::publicMethodsAreFew()
{
    static const QSet<QString> allowed{"ping", "authenticate", "login", "refresh_token", "rpc.discover"};
    for (const auto &method : api::allMethods()) {
        if (method.info.access == api::Access::Public)
            QVERIFY2(allowed.contains(QString::fromLatin1(method.info.name)), method.info.name);
        QCOMPARE(api::requiredRole(method.info.access).has_value(), method.info.access != api::Access::Public);
    }
}

void TestMethods::topicsAreUnique()
{
    QSet<QString> seen;
    for (const char *topic : api::topics)
        seen.insert(QString::fromLatin1(topic));
    QCOMPARE(seen.size(), qsizetype(api::topics.size()));
}

void TestMethods::eventStructsWrite()
{
    const auto members = [](const QByteArray &json) {
        QStringList names;
        const json::Value value = parsed(json);
        for (const auto &[name, member] : *value.asObject())
            names << name;
        return names;
    };
    QCOMPARE(members(json::toJson(api::RecordingStatusUpdate())),
             QStringList({"device", "status", "filename", "duration", "format", "session_id", "cause"}));
    QCOMPARE(members(json::toJson(api::SystemHealth())),
             QStringList({"status", "uptime", "version", "components", "message"}));
    QCOMPARE(members(json::toJson(api::StreamRow())),
             QStringList({"name", "ready", "readers", "bytes_sent", "source"}));
    QCOMPARE(members(json::toJson(api::CameraRow())),
             QStringList({"device", "status", "name", "resolution", "fps", "streams", "reason"}));
}

CS_TEST(TestMethods)
#include "tst_methods.moc"
