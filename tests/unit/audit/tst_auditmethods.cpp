#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "api/audit.h"
#include "json/schemacheck.h"
#include "methods/auditmethods.h"
#include "rpc/methodtable.h"
#include "support/testprogram.h"
#include "unit/audit/auditrig.h"

using namespace cs;

// list_audit_events and verify_audit, as the dispatcher calls them.
class TestAuditMethods : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_rig.reset(); }
    void listHasTheMembersOfTheContract();
    void cursorLeadsThroughTheWholeList();
    void filtersAreUnderstood();
    void wrongCursorsAreRefused_data();
    void wrongCursorsAreRefused();
    void verifyAnswersAsTheContractSays();
    void verifyNamesTheFault();
    void bothAreForAdmins();

private:
    Result<QJsonObject> ask(const char *method, const QJsonObject &params = {})
    {
        const MethodTable::Entry *entry = m_table->find(QString::fromLatin1(method));
        std::optional<Result<QByteArray>> answer;
        const auto value = json::parse(QJsonDocument(params).toJson(QJsonDocument::Compact));
        entry->handler({}, *value, &m_hub, [&answer](Result<QByteArray> reply) { answer = std::move(reply); });
        [&] { QTRY_VERIFY_WITH_TIMEOUT(answer.has_value(), 30000); }();
        if (!answer || !answer->ok())
            return answer ? answer->error() : Error::cancelled();
        const auto reply = json::parse(answer->value());
        if (const auto wrong = json::violation(entry->replySchema, *reply))
            return Error::internal(*wrong);
        return QJsonDocument::fromJson(answer->value()).object();
    }

    QObject m_hub;
    std::unique_ptr<AuditRig> m_rig;
    std::unique_ptr<AuditVerification> m_verification;
    std::unique_ptr<MethodTable> m_table;
};

void TestAuditMethods::init()
{
    m_rig = std::make_unique<AuditRig>();
    m_verification = std::make_unique<AuditVerification>(*m_rig->table, m_rig->clock);
    m_table = std::make_unique<MethodTable>();
    bindAuditMethods(*m_table, {*m_rig->table, *m_verification});
}

void TestAuditMethods::listHasTheMembersOfTheContract()
{
    QVERIFY(ask("list_audit_events")->value("events").toArray().isEmpty());
    m_rig->add(2);
    const auto reply = ask("list_audit_events");
    QVERIFY(reply.ok() && !reply->contains("next_cursor"));
    const QJsonArray events = reply->value("events").toArray();
    QCOMPARE(events.size(), 2);
    const QJsonObject row = events[0].toObject();
    for (const char *member : {"seq", "at", "username", "address", "action", "target", "result", "request_id", "hash"})
        QVERIFY2(row.contains(QLatin1String(member)), member);
    QCOMPARE(row["seq"].toInt(), 2);
    QCOMPARE(row["device"].toString(), QStringLiteral("camera2"));
    QCOMPARE(row["hash"].toString().size(), 64);
    QVERIFY(fromIso(row["at"].toString()));
}

void TestAuditMethods::cursorLeadsThroughTheWholeList()
{
    m_rig->add(95);
    QJsonObject params{{"limit", 10}};
    int next = 95;
    for (int page = 0; page < 10; ++page) {
        const auto reply = ask("list_audit_events", params);
        QVERIFY(reply.ok());
        for (const auto &row : reply->value("events").toArray())
            QCOMPARE(row.toObject()["seq"].toInt(), next--);
        QCOMPARE(reply->contains("next_cursor"), page < 9);
        params["cursor"] = reply->value("next_cursor");
    }
    QCOMPARE(next, 0);
}

void TestAuditMethods::filtersAreUnderstood()
{
    m_rig->add(200);
    const auto count = [&](const QJsonObject &params) {
        const auto reply = ask("list_audit_events", params);
        return reply.ok() ? int(reply->value("events").toArray().size()) : -1;
    };
    QCOMPARE(count({{"username", "user3"}, {"limit", 1000}}), 29);
    QCOMPARE(count({{"action", "action2"}, {"limit", 1000}}), 40);
    QCOMPARE(count({{"device", "camera10"}, {"limit", 1000}}), 12);
    QCOMPARE(count({{"device", "camera999"}}), 0);
    QCOMPARE(count({{"username", "user3"}, {"action", "action2"}, {"limit", 1000}}), 6);
    const auto records = m_rig->records();
    QCOMPARE(count({{"since", toIso(records[150].at)}, {"limit", 1000}}), 50);
    QCOMPARE(count({{"until", toIso(records[150].at)}, {"limit", 1000}}), 150);
    QCOMPARE(count({{"device", "camera"}}), -1);
    QCOMPARE(count({{"limit", 1001}}), -1);
}

void TestAuditMethods::wrongCursorsAreRefused_data()
{
    QTest::addColumn<QString>("cursor");
    const auto row = [](const char *name, const QByteArray &text) {
        QTest::newRow(name) << QString::fromLatin1(
            text.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
    };
    QTest::newRow("no base64") << QStringLiteral("a b");
    QTest::newRow("not Latin") << QString::fromUtf8("日本");
    row("no numbers", "hello");
    row("one number", "17");
    row("three numbers", "1.2.3");
    row("too big", "99999999999999999999.1");
    row("blank", " 1.2");
    row("plus", "+1.2");
    row("SQL", "1.2) or (1=1");
}

void TestAuditMethods::wrongCursorsAreRefused()
{
    QFETCH(QString, cursor);
    const auto reply = ask("list_audit_events", {{"cursor", cursor}});
    QVERIFY(!reply.ok());
    QCOMPARE(reply.error().code, ErrorCode::InvalidParams);
    QCOMPARE(reply.error().data.value("param").toString(), QStringLiteral("cursor"));
}

void TestAuditMethods::verifyAnswersAsTheContractSays()
{
    m_rig->add(1300);
    const auto whole = ask("verify_audit");
    QVERIFY(whole.ok());
    QCOMPARE(whole->value("valid").toBool(), true);
    QCOMPARE(whole->value("checked").toInt(), 1300);
    QCOMPARE(whole->value("reason").toString(), QString());
    QVERIFY(!whole->contains("first_bad_seq"));
    QCOMPARE(ask("verify_audit", {{"from_seq", 1000}, {"to_seq", 1100}})->value("checked").toInt(), 101);
    QCOMPARE(ask("verify_audit", {{"from_seq", 1301}}).error().code, ErrorCode::InvalidParams);
    QCOMPARE(ask("verify_audit", {{"from_seq", 5}, {"to_seq", 4}}).error().code, ErrorCode::InvalidParams);
}

void TestAuditMethods::verifyNamesTheFault()
{
    m_rig->add(1300);
    m_rig->sql(QStringLiteral("update audit_records set username = 'nobody' where seq = 777"));
    const auto reply = ask("verify_audit");
    QCOMPARE(reply->value("valid").toBool(), false);
    QCOMPARE(reply->value("checked").toInt(), 776);
    QCOMPARE(reply->value("first_bad_seq").toInt(), 777);
    QVERIFY(reply->value("reason").toString().contains(QLatin1String("777")));
}

void TestAuditMethods::bothAreForAdmins()
{
    QCOMPARE(m_table->find(QStringLiteral("verify_audit"))->info.access, api::Access::AdminOfAll);
    // It tells of every camera.
    QCOMPARE(m_table->find(QStringLiteral("list_audit_events"))->info.access, api::Access::AdminOfAll);
}

CS_TEST(TestAuditMethods)
#include "tst_auditmethods.moc"
