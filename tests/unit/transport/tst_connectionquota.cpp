
#include "support/testprogram.h"
#include "transport/connectionquota.h"

using namespace cs;

namespace {

class ConnectionQuotaTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void countsByParty();
    void countsInAll();
    void placesAreGivenBack();
    void thisHostIsOnlyCountedInAll();
    void oneIPv6HostIsOneParty();
    void placesMayOutliveTheQuota();
};

void ConnectionQuotaTest::countsByParty()
{
    ConnectionQuota quota(100, 2);
    const auto a = quota.take(QStringLiteral("192.0.2.1"));
    const auto b = quota.take(QStringLiteral("192.0.2.1"));
    QVERIFY(a && b);
    QVERIFY(!quota.take(QStringLiteral("192.0.2.1")));
    QVERIFY(quota.take(QStringLiteral("192.0.2.2")));
}

void ConnectionQuotaTest::countsInAll()
{
    ConnectionQuota quota(2, 2);
    const auto a = quota.take(QStringLiteral("192.0.2.1"));
    const auto b = quota.take(QStringLiteral("192.0.2.2"));
    QVERIFY(!quota.take(QStringLiteral("192.0.2.3")));
    QCOMPARE(quota.total(), 2);
}

void ConnectionQuotaTest::placesAreGivenBack()
{
    ConnectionQuota quota(1, 1);
    {
        auto place = quota.take(QStringLiteral("192.0.2.1"));
        QVERIFY(place);
        const ConnectionQuota::Place moved = std::move(*place);
        QCOMPARE(quota.total(), 1);
    }
    QCOMPARE(quota.total(), 0);
    QVERIFY(quota.take(QStringLiteral("192.0.2.1")));
}

void ConnectionQuotaTest::thisHostIsOnlyCountedInAll()
{
    ConnectionQuota quota(3, 1);
    const auto a = quota.take(QStringLiteral("127.0.0.1"));
    const auto b = quota.take(QStringLiteral("127.0.0.1"));
    const auto c = quota.take(QStringLiteral("::1"));
    QVERIFY(a && b && c);
    QVERIFY(!quota.take(QStringLiteral("127.0.0.1")));
}

void ConnectionQuotaTest::oneIPv6HostIsOneParty()
{
    ConnectionQuota quota(100, 1);
    const auto a = quota.take(QStringLiteral("2001:db8:1:2:3:4:5:6"));
    QVERIFY(a);
    QVERIFY(!quota.take(QStringLiteral("2001:db8:1:2::1")));
    QVERIFY(quota.take(QStringLiteral("2001:db8:1:3::1")));
}

void ConnectionQuotaTest::placesMayOutliveTheQuota()
{
    std::optional<ConnectionQuota::Place> place;
    {
        ConnectionQuota quota(1, 1);
        place.emplace(*quota.take(QStringLiteral("192.0.2.1")));
    }
    place.reset();
}

}  // namespace

CS_TEST(ConnectionQuotaTest)
#include "tst_connectionquota.moc"
