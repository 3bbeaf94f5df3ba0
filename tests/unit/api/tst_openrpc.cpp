#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>

#include "api/accounts.h"
#include "api/allmethods.h"
#include "api/audit.h"
#include "api/keys.h"
#include "api/notificationlist.h"
#include "api/openrpc.h"
#include "api/openrpctags.h"
#include "api/rights.h"
#include "json/schemacheck.h"
#include "support/testprogram.h"

using namespace cs;

// The document over every declared method, those that a later part binds included.
class TestOpenRpc : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void everyReferenceLeadsToSomething();
    void noNameOfATypeIsGivenInVain();
    void requiredParamsComeFirst();
    void paramsAreThoseOfTheDeclaration();
    void defaultsOfAbsentParamsAreShown();
    void exampleParamsAreTheDeclaredOnes();
    void resultExamplesFitTheirDeclaration();
    void resultExamplesLeaveNoTextEmpty();
    void errorsCarryTheirCodesAndData();
    void everyMethodNamesItsErrors();
    void rolesAndEffectsAreShown();
    void everyMethodHasAGroup();
    void everyTopicIsDescribed();
    void notificationExamplesFit();
    void theTextIsTheSameEveryTime();
    void theSchemaOfAReferenceIsTheDeclaredOne();

private:
    QJsonValue method(const QString &name) const;
    const QJsonObject &document() const { return m_document; }
    QJsonObject resolved(const QJsonObject &schema) const;

    const std::vector<api::MethodDescription> &m_all = api::allMethods();
    QJsonObject m_document;
};

namespace {

void collectReferences(const QJsonValue &value, QSet<QString> &found)
{
    if (value.isArray()) {
        for (const QJsonValue &item : value.toArray())
            collectReferences(item, found);
    }
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (it.key() == QLatin1String("$ref"))
            found.insert(it.value().toString());
        collectReferences(it.value(), found);
    }
}

QString nameOf(const api::MethodDescription &method)
{
    return QString::fromLatin1(method.info.name);
}

json::Value parsed(const QJsonValue &value)
{
    json::Writer writer;
    writer.value(value);
    return *json::parse(writer.bytes());
}

void collectEmptyTexts(const QJsonValue &value, const QString &path, QStringList &found)
{
    if (value.isString() && value.toString().isEmpty())
        found << path;
    for (const QJsonValue &item : value.toArray())
        collectEmptyTexts(item, path + ".item", found);
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it)
        collectEmptyTexts(it.value(), path + '.' + it.key(), found);
}

QJsonValue exampleResult(const QJsonValue &method)
{
    return method["examples"][0]["result"]["value"];
}

}  // namespace

void TestOpenRpc::initTestCase()
{
    m_document = api::openRpcDocument("1.2.3", m_all);
    QCOMPARE(document()["methods"].toArray().size(), qsizetype(m_all.size()));
    QCOMPARE(document()["openrpc"].toString(), QString("1.3.2"));
    QCOMPARE(document()["info"]["version"].toString(), QString("1.2.3"));
}

QJsonValue TestOpenRpc::method(const QString &name) const
{
    for (const QJsonValue &candidate : document()["methods"].toArray()) {
        if (candidate["name"].toString() == name)
            return candidate;
    }
    return {};
}

// With every reference replaced by what it stands for.
QJsonObject TestOpenRpc::resolved(const QJsonObject &schema) const
{
    if (schema.contains("$ref")) {
        const QString name = schema["$ref"].toString().section('/', -1);
        QJsonObject whole = resolved(document()["components"]["schemas"][name].toObject());
        for (const char *kept : {"description", "default"}) {
            if (schema.contains(QLatin1String(kept)))
                whole.insert(QLatin1String(kept), schema[QLatin1String(kept)]);
        }
        return whole;
    }
    QJsonObject out = schema;
    for (auto it = out.begin(); it != out.end(); ++it) {
        if (it.value().isObject() && it.key() == QLatin1String("properties")) {
            QJsonObject properties = it.value().toObject();
            for (auto member = properties.begin(); member != properties.end(); ++member)
                member.value() = resolved(member.value().toObject());
            it.value() = properties;
        } else if (it.value().isObject() && it.key() != QLatin1String("default")) {
            it.value() = resolved(it.value().toObject());
        }
    }
    return out;
}

void TestOpenRpc::everyReferenceLeadsToSomething()
{
    QSet<QString> references;
    collectReferences(m_document, references);
    QVERIFY(references.size() > 20);
    for (const QString &reference : references) {
        QVERIFY2(reference.startsWith("#/components/"), qPrintable(reference));
        const QJsonValue target = document()["components"][reference.section('/', 2, 2)][reference.section('/', 3)];
        QVERIFY2(target.isObject(), qPrintable(reference));
    }
}

void TestOpenRpc::noNameOfATypeIsGivenInVain()
{
    QSet<QString> references;
    collectReferences(m_document, references);
    for (const char *part : {"schemas", "errors"}) {
        const QJsonObject components = document()["components"][QLatin1String(part)].toObject();
        for (const QString &name : components.keys()) {
            const bool ofTheEnvelope = QStringList{"ParseError", "InvalidRequest", "MethodNotFound"}.contains(name);
            QVERIFY2(ofTheEnvelope || references.contains(QString("#/components/%1/%2").arg(QLatin1String(part), name)),
                     qPrintable(name));
        }
    }
}

void TestOpenRpc::requiredParamsComeFirst()
{
    for (const QJsonValue &method : document()["methods"].toArray()) {
        bool optional = false;
        for (const QJsonValue &param : method["params"].toArray()) {
            QVERIFY2(!(optional && param["required"].toBool()), qPrintable(method["name"].toString()));
            optional = optional || !param["required"].toBool();
        }
    }
    // Where that is another order than the declaration's, positions would be misread.
    QCOMPARE(method("grant_access")["paramStructure"].toString(), QString("by-name"));
    QCOMPARE(method("start_recording")["paramStructure"].toString(), QString("either"));
}

void TestOpenRpc::paramsAreThoseOfTheDeclaration()
{
    for (const auto &description : m_all) {
        const QJsonValue shown = method(nameOf(description));
        QSet<QString> names, declared;
        for (const QJsonValue &param : shown["params"].toArray()) {
            names.insert(param["name"].toString());
            QVERIFY2(!param["description"].toString().isEmpty(), description.info.name);
            QVERIFY(!param["schema"].toObject().contains("description"));
        }
        for (const char *name : description.paramNames)
            declared.insert(QString::fromLatin1(name));
        // A write may be given a key of its own by every client.
        QVERIFY2((names - declared).isEmpty() || names - declared == QSet<QString>{"idempotency_key"},
                 description.info.name);
        QVERIFY2((declared - names).isEmpty(), description.info.name);
    }
}

void TestOpenRpc::defaultsOfAbsentParamsAreShown()
{
    const auto param = [this](const QString &of, const QString &name) {
        for (const QJsonValue &candidate : method(of)["params"].toArray()) {
            if (candidate["name"].toString() == name)
                return candidate["schema"].toObject();
        }
        return QJsonObject();
    };
    QCOMPARE(param("list_recordings", "limit")["default"].toInt(), 50);
    QCOMPARE(param("start_recording", "format")["default"].toString(), QString("fmp4"));
    QCOMPARE(param("create_user", "restricted")["default"], QJsonValue(false));
    QVERIFY(!param("start_recording", "duration").contains("default"));
    QVERIFY(!param("start_recording", "device").contains("default"));
}

void TestOpenRpc::exampleParamsAreTheDeclaredOnes()
{
    for (const auto &description : m_all) {
        QJsonObject params;
        for (const QJsonValue &param : method(nameOf(description))["examples"][0]["params"].toArray())
            params.insert(param["name"].toString(), param["value"]);
        QCOMPARE(params, api::parsedJson(description.info.example).toObject());
    }
}

void TestOpenRpc::resultExamplesFitTheirDeclaration()
{
    for (const auto &description : m_all) {
        const auto bad = json::violation(description.reply, parsed(exampleResult(method(nameOf(description)))));
        QVERIFY2(!bad, bad ? qPrintable(nameOf(description) + ' ' + *bad) : "");
    }
}

void TestOpenRpc::resultExamplesLeaveNoTextEmpty()
{
    // An empty reason says that nothing is wrong.
    static const QSet<QString> mayBeEmpty{"reason", "cause"};
    QStringList empty;
    for (const auto &description : m_all)
        collectEmptyTexts(exampleResult(method(nameOf(description))), nameOf(description), empty);
    for (const QJsonValue &notification : document()["x-notifications"].toArray())
        collectEmptyTexts(notification["example"], notification["name"].toString(), empty);
    empty.removeIf([](const QString &path) { return mayBeEmpty.contains(path.section('.', -1)); });
    QVERIFY2(empty.isEmpty(), qPrintable(empty.join(' ')));
}

void TestOpenRpc::errorsCarryTheirCodesAndData()
{
    const QJsonObject errors = document()["components"]["errors"].toObject();
    QCOMPARE(errors["InvalidParams"]["code"].toInt(), -32602);
    QCOMPARE(errors["InvalidParams"]["data"].toObject().keys(), QStringList({"hint", "param", "rule"}));
    QCOMPARE(errors["NotFound"]["code"].toInt(), -32010);
    QCOMPARE(errors["NotFound"]["data"].toObject().keys(), QStringList({"id", "resource"}));
    QCOMPARE(errors["PermissionDenied"]["data"].toObject().keys(), QStringList({"have_role", "required_role"}));
    QSet<int> codes;
    for (const QJsonValue &error : errors)
        codes.insert(error["code"].toInt());
    QCOMPARE(codes, QSet<int>({-32700, -32600, -32601, -32602, -32603, -32001, -32002, -32010, -32020, -32030, -32040,
                               -32050}));
}

void TestOpenRpc::everyMethodNamesItsErrors()
{
    const auto errorsOf = [this](const QString &name) {
        QStringList names;
        for (const QJsonValue &error : method(name)["errors"].toArray())
            names << error["$ref"].toString().section('/', -1);
        return names;
    };
    QCOMPARE(errorsOf("ping"), QStringList({"InternalError", "InvalidParams", "RateLimited"}));
    QVERIFY(errorsOf("login").contains("Unauthenticated"));
    QVERIFY(errorsOf("get_camera_status").contains("NotFound"));
    QVERIFY(!errorsOf("get_camera_list").contains("PermissionDenied"));
    QVERIFY(errorsOf("stop_recording").contains("InvalidState"));
    QVERIFY(errorsOf("get_status").contains("PermissionDenied"));
}

void TestOpenRpc::rolesAndEffectsAreShown()
{
    QCOMPARE(method("ping")["x-role"].toString(), QString("none"));
    QCOMPARE(method("get_camera_list")["x-role"].toString(), QString("viewer"));
    QCOMPARE(method("delete_recording")["x-role"].toString(), QString("admin"));
    QCOMPARE(method("delete_recording")["x-effect"].toString(), QString("write"));
    QCOMPARE(method("ping")["x-effect"].toString(), QString("read"));
}

void TestOpenRpc::everyMethodHasAGroup()
{
    for (const auto &description : m_all)
        QVERIFY2(api::tagOf(description.info.name) != "other", description.info.name);
}

void TestOpenRpc::everyTopicIsDescribed()
{
    QStringList described, topics;
    for (const auto &notification : api::allNotifications())
        described << QString::fromLatin1(notification.name);
    for (const char *topic : api::topics)
        topics << QString::fromLatin1(topic);
    QCOMPARE(described.mid(0, topics.size()), topics);
    QCOMPARE(QSet<QString>(described.begin(), described.end()).size(), described.size());
}

void TestOpenRpc::notificationExamplesFit()
{
    const QJsonArray shown = document()["x-notifications"].toArray();
    QCOMPARE(shown.size(), qsizetype(api::allNotifications().size()));
    for (qsizetype i = 0; i < shown.size(); ++i) {
        const auto &declared = api::allNotifications()[size_t(i)];
        const auto bad = json::violation(declared.params, parsed(shown[i]["example"]));
        QVERIFY2(!bad, bad ? qPrintable(*bad) : "");
    }
}

void TestOpenRpc::theTextIsTheSameEveryTime()
{
    const auto text = [this] { return QJsonDocument(api::openRpcDocument("1.2.3", m_all)).toJson(); };
    QCOMPARE(text(), text());
    QVERIFY(text().size() < 700'000);
}

void TestOpenRpc::theSchemaOfAReferenceIsTheDeclaredOne()
{
    for (const auto &description : m_all) {
        const QJsonObject shown = method(nameOf(description))["result"]["schema"].toObject();
        QJsonObject whole = resolved(shown);
        QCOMPARE(whole, description.reply);
    }
}

CS_TEST(TestOpenRpc)
#include "tst_openrpc.moc"
