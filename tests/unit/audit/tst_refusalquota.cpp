#include "audit/refusalquota.h"
#include "support/testprogram.h"

using namespace cs;
using namespace std::chrono_literals;

// Refusals are written one by one up to a bound, and counted beyond it.
class TestRefusalQuota : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void burstIsWrittenAndTheRestCounted();
    void accountFillsAgain();
    void addressesDoNotShare();
    void manyAddressesStayBounded();

private:
    const RefusalQuota::Steady m_start{std::chrono::hours(5)};
};

void TestRefusalQuota::burstIsWrittenAndTheRestCounted()
{
    RefusalQuota quota;
    int written = 0;
    for (int i = 0; i < RefusalQuota::Burst + 500; ++i)
        written += quota.admit(QStringLiteral("a"), m_start);
    QCOMPARE(written, RefusalQuota::Burst);
    QVERIFY(quota.hasCounts());
    const auto counts = quota.takeCounts(m_start);
    QCOMPARE(counts.size(), size_t(1));
    QCOMPARE(counts[0].address, QStringLiteral("a"));
    QCOMPARE(counts[0].refusals, 500);
    QVERIFY(!quota.hasCounts() && quota.takeCounts(m_start).empty());
}

void TestRefusalQuota::accountFillsAgain()
{
    RefusalQuota quota;
    while (quota.admit(QStringLiteral("a"), m_start)) {}
    QVERIFY(!quota.admit(QStringLiteral("a"), m_start + 100ms));
    QVERIFY(quota.admit(QStringLiteral("a"), m_start + 1s));
}

void TestRefusalQuota::addressesDoNotShare()
{
    RefusalQuota quota;
    while (quota.admit(QStringLiteral("a"), m_start)) {}
    QVERIFY(quota.admit(QStringLiteral("b"), m_start));
}

void TestRefusalQuota::manyAddressesStayBounded()
{
    RefusalQuota quota;
    for (int i = 0; i < 3 * RefusalQuota::MaxAddresses; ++i)
        quota.admit(QString::number(i), m_start);
    QVERIFY(quota.addressCount() <= RefusalQuota::MaxAddresses + 1);
    // Those that have been quiet for long are forgotten.
    quota.admit(QStringLiteral("new"), m_start + 1h);
    QVERIFY(quota.addressCount() < 10);
}

CS_TEST(TestRefusalQuota)
#include "tst_refusalquota.moc"
