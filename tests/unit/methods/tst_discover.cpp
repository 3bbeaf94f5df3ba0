#include <QJsonArray>
#include <QJsonDocument>

#include "api/media.h"
#include "api/session.h"
#include "methods/discovermethods.h"
#include "rpc/methodtable.h"
#include "support/testprogram.h"

using namespace cs;

class TestDiscover : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void describesWhatIsBoundAndNothingElse();
    void showsTheRolesThatHoldHere();
    void anybodyMayAsk();
    void takesNoParams();

private:
    static void bindSome(MethodTable &table);
    static Result<QByteArray> ask(const MethodTable &table, const QByteArray &params = "{}");
    static QJsonObject method(const MethodTable &table, const QString &name);
};

void TestDiscover::bindSome(MethodTable &table)
{
    table.bind<api::Ping>(
        [](const Call &, const api::Ping::Params &) -> Result<QString> { return QStringLiteral("pong"); });
    table.bind<api::DeleteRecording>([](const Call &, const api::OneFile &) -> Result<api::Deleted> {
        return Error::notFound(QStringLiteral("recording"), {});
    });
}

Result<QByteArray> TestDiscover::ask(const MethodTable &table, const QByteArray &params)
{
    QObject hub;
    Result<QByteArray> answer = Error::internal(QStringLiteral("not answered"));
    table.find("rpc.discover")->handler({}, *json::parse(params), &hub, [&answer](Result<QByteArray> result) {
        answer = std::move(result);
    });
    return answer;
}

QJsonObject TestDiscover::method(const MethodTable &table, const QString &name)
{
    const QJsonArray methods = QJsonDocument::fromJson(ask(table).value()).object().value("methods").toArray();
    for (const QJsonValue &candidate : methods) {
        if (candidate.toObject().value("name").toString() == name)
            return candidate.toObject();
    }
    return {};
}

void TestDiscover::describesWhatIsBoundAndNothingElse()
{
    MethodTable table;
    bindSome(table);
    bindDiscoverMethods(table, "1.2.3");
    const QJsonObject document = QJsonDocument::fromJson(ask(table).value()).object();
    QCOMPARE(document.value("info").toObject().value("version").toString(), QString("1.2.3"));
    QStringList names;
    for (const QJsonValue &shown : document.value("methods").toArray())
        names << shown.toObject().value("name").toString();
    std::sort(names.begin(), names.end());
    QCOMPARE(names, table.names());
    QVERIFY(names.contains("rpc.discover"));
}

void TestDiscover::showsTheRolesThatHoldHere()
{
    MethodTable table;
    bindSome(table);
    table.setAccess("delete_recording", api::Access::Operator);
    bindDiscoverMethods(table, "1.2.3");
    QCOMPARE(method(table, "delete_recording").value("x-role").toString(), QString("operator"));
    QCOMPARE(method(table, "ping").value("x-role").toString(), QString("none"));
}

void TestDiscover::anybodyMayAsk()
{
    MethodTable table;
    bindDiscoverMethods(table, "1.2.3");
    QCOMPARE(table.find("rpc.discover")->info.access, api::Access::Public);
    QVERIFY2(table.find("rpc.discover")->info.cost > 1, "the answer is long, so it has its price");
}

void TestDiscover::takesNoParams()
{
    MethodTable table;
    bindDiscoverMethods(table, "1.2.3");
    QCOMPARE(ask(table, R"({"x":1})").error().code, ErrorCode::InvalidParams);
}

CS_TEST(TestDiscover)
#include "tst_discover.moc"
