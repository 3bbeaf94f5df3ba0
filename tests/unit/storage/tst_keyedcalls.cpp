#include "storage/eventstable.h"
#include "storage/idempotencytable.h"
#include "storagefixture.h"
#include "support/testprogram.h"

using namespace cs;
using namespace std::chrono_literals;

namespace {

using KeyedOutcome = StoredKeyedCall::Outcome;

StoredKeyedCall keyedCall(int number, Timestamp time)
{
    return {QStringLiteral("user:ann"),
            QStringLiteral("start_recording"),
            QStringLiteral("k%1").arg(number),
            QByteArray("\x00\x01\xff", 3),
            time,
            KeyedOutcome::Begun,
            {}};
}

// The table of keyed writes.
class TestKeyedCalls : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void aCallComesBackAsItWasStored();
    void puttingAgainReplaces();
    void pagesAreInOrder();
    void oldCallsAreRemovedInSteps();
    void missedEventsAreCounted();

private:
    std::vector<StoredKeyedCall> all();

    std::unique_ptr<StorageFixture> m_fixture;
    std::unique_ptr<Database> m_database;
    std::unique_ptr<IdempotencyTable> m_table;
    const Timestamp m_start{1'767'225'600s};
};

void TestKeyedCalls::init()
{
    m_fixture = std::make_unique<StorageFixture>();
    m_database = std::make_unique<Database>();
    StorageFixture::open(*m_database, m_fixture->path());
    m_table = std::make_unique<IdempotencyTable>(*m_database);
}

void TestKeyedCalls::cleanup()
{
    m_table.reset();
    m_database.reset();
    m_fixture.reset();
}

std::vector<StoredKeyedCall> TestKeyedCalls::all()
{
    return waitFor(m_table->after({}, 1000)).value();
}

void TestKeyedCalls::aCallComesBackAsItWasStored()
{
    StoredKeyedCall call = keyedCall(1, m_start);
    call.outcome = KeyedOutcome::Result;
    call.answer = "{\"a\":\"T\xc3\xbcr\"}";
    QVERIFY(waitFor(m_table->put(call)).ok());
    const auto back = all();
    QCOMPARE(back.size(), size_t(1));
    QCOMPARE(back[0].principal, call.principal);
    QCOMPARE(back[0].method, call.method);
    QCOMPARE(back[0].key, call.key);
    QCOMPARE(back[0].paramsHash, call.paramsHash);
    QVERIFY(back[0].startedAt == call.startedAt);
    QVERIFY(back[0].outcome == call.outcome);
    QCOMPARE(back[0].answer, call.answer);
}

void TestKeyedCalls::puttingAgainReplaces()
{
    StoredKeyedCall call = keyedCall(1, m_start);
    QVERIFY(waitFor(m_table->put(call)).ok());
    call.outcome = KeyedOutcome::NotKept;
    QVERIFY(waitFor(m_table->put(call)).ok());
    QCOMPARE(all().size(), size_t(1));
    QVERIFY(all()[0].outcome == KeyedOutcome::NotKept);
    QVERIFY(waitFor(m_table->remove(call.principal, call.method, QStringLiteral("other"))).ok());
    QCOMPARE(all().size(), size_t(1));
    QVERIFY(waitFor(m_table->remove(call.principal, call.method, call.key)).ok());
    QVERIFY(all().empty());
}

void TestKeyedCalls::pagesAreInOrder()
{
    for (int i = 0; i < 25; ++i)
        QVERIFY(waitFor(m_table->put(keyedCall(99 - i, m_start + std::chrono::seconds(i / 10)))).ok());
    std::vector<StoredKeyedCall> found;
    for (StoredKeyedCall last;;) {
        const auto page = waitFor(m_table->after(last, 7)).value();
        found.insert(found.end(), page.begin(), page.end());
        if (page.size() < 7)
            break;
        last = page.back();
    }
    QCOMPARE(found.size(), size_t(25));
    for (size_t i = 1; i < found.size(); ++i)
        QVERIFY(std::pair(found[i - 1].startedAt, found[i - 1].key) < std::pair(found[i].startedAt, found[i].key));
}

void TestKeyedCalls::oldCallsAreRemovedInSteps()
{
    for (int i = 0; i < 20; ++i)
        QVERIFY(waitFor(m_table->put(keyedCall(i, m_start + std::chrono::seconds(i)))).ok());
    QCOMPARE(waitFor(m_table->removeBefore(m_start + 15s)).value(), 15);
    QCOMPARE(waitFor(m_table->removeBefore(m_start + 15s)).value(), 0);
    QCOMPARE(all().size(), size_t(5));
    QCOMPARE(all()[0].key, QStringLiteral("k15"));
}

void TestKeyedCalls::missedEventsAreCounted()
{
    EventsTable events(*m_database);
    const auto nothing = waitFor(events.missed(0)).value();
    QCOMPARE(nothing.count, 0);
    QCOMPARE(nothing.oldest, 0);
    std::vector<StoredEvent> batch;
    for (qint64 seq = 5; seq < 25; ++seq)
        batch.push_back({seq, QStringLiteral("system.startup"), std::nullopt, "[]", m_start, QStringLiteral("e")});
    QVERIFY(waitFor(events.append(batch)).ok());
    const auto missed = waitFor(events.missed(20)).value();
    QCOMPARE(missed.count, 4);
    QCOMPARE(missed.oldest, 5);
    QCOMPARE(waitFor(events.missed(100)).value().count, 0);
}

}  // namespace

CS_TEST(TestKeyedCalls)
#include "tst_keyedcalls.moc"
