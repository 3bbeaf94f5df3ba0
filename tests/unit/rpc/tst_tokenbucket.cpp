
#include "net/tokenbucket.h"
#include "support/testprogram.h"

using namespace cs;
using namespace std::chrono_literals;

namespace {

class TokenBucketTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void letsABurstThroughAndThenARate();
    void savesNoMoreThanTheBurst();
    void saysHowLongToWait();
};

void TokenBucketTest::letsABurstThroughAndThenARate()
{
    TokenBucket::Time now{1h};
    TokenBucket bucket(2, 3, now);
    for (int i = 0; i < 3; ++i)
        QVERIFY(bucket.take(now));
    QVERIFY(!bucket.take(now));
    now += 500ms;
    QVERIFY(bucket.take(now));
    QVERIFY(!bucket.take(now));
}

void TokenBucketTest::savesNoMoreThanTheBurst()
{
    TokenBucket::Time now{1h};
    TokenBucket bucket(1000, 2, now);
    now += 1h;
    QVERIFY(bucket.take(now));
    QVERIFY(bucket.take(now));
    QVERIFY(!bucket.take(now));
}

void TokenBucketTest::saysHowLongToWait()
{
    TokenBucket::Time now{1h};
    TokenBucket bucket(4, 1, now);
    QVERIFY(bucket.take(now));
    QVERIFY(!bucket.take(now));
    QCOMPARE(bucket.wait(), 250ms);
    now += bucket.wait();
    QVERIFY(bucket.take(now));
}

}  // namespace

CS_TEST(TokenBucketTest)
#include "tst_tokenbucket.moc"
