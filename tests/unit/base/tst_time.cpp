
#include "base/time.h"
#include "support/testprogram.h"

using namespace cs;
using namespace std::chrono;

// Times as microseconds and as ISO 8601.
class TestTime : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void isoIsUtcWithMilliseconds_data();
    void isoIsUtcWithMilliseconds();
    void millisecondsRoundTrip_data();
    void millisecondsRoundTrip();
    void everyZoneIsRead_data();
    void everyZoneIsRead();
    void otherTextsAreNoTimes_data();
    void otherTextsAreNoTimes();
    void systemClockRuns();
};

void TestTime::isoIsUtcWithMilliseconds_data()
{
    QTest::addColumn<qint64>("us");
    QTest::addColumn<QString>("text");
    QTest::newRow("epoch") << qint64(0) << "1970-01-01T00:00:00.000Z";
    QTest::newRow("microseconds are cut") << qint64(1795486904912999) << "2026-11-24T02:21:44.912Z";
    QTest::newRow("before the epoch") << qint64(-1) << "1969-12-31T23:59:59.999Z";
    QTest::newRow("leap day") << qint64(1709164800000000) << "2024-02-29T00:00:00.000Z";
}

void TestTime::isoIsUtcWithMilliseconds()
{
    QFETCH(qint64, us);
    QFETCH(QString, text);
    QCOMPARE(toIso(fromMicroseconds(us)), text);
}

void TestTime::millisecondsRoundTrip_data()
{
    QTest::addColumn<qint64>("ms");
    for (const qint64 ms :
         {qint64(0), qint64(1), qint64(999), qint64(1'795'486'904'912), qint64(-1), qint64(253'402'300'799'999)})
        QTest::newRow(qPrintable(QString::number(ms))) << ms;
}

void TestTime::millisecondsRoundTrip()
{
    QFETCH(qint64, ms);
    const Timestamp time{milliseconds(ms)};
    QCOMPARE(fromIso(toIso(time)), std::optional(time));
    QCOMPARE(fromMicroseconds(toMicroseconds(time)), time);
}

void TestTime::everyZoneIsRead_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("Z") << "2026-01-31T08:00:00Z";
    QTest::newRow("milliseconds") << "2026-01-31T08:00:00.000Z";
    QTest::newRow("microseconds") << "2026-01-31T08:00:00.000000Z";
    QTest::newRow("east") << "2026-01-31T10:00:00+02:00";
    QTest::newRow("west, half an hour") << "2026-01-31T04:30:00-03:30";
}

void TestTime::everyZoneIsRead()
{
    QFETCH(QString, text);
    const auto time = fromIso(text);
    QVERIFY(time);
    QCOMPARE(toIso(*time), QString("2026-01-31T08:00:00.000Z"));
}

void TestTime::otherTextsAreNoTimes_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text :
         {"", "now", "2026-01-31", "2026-01-31T08:00:00", "2026-13-31T08:00:00Z", "2026-02-30T08:00:00Z",
          "2026-01-31T25:00:00Z", "1769846400", "2026-01-31T08:00:00Zjunk", "31.01.2026 08:00 UTC"})
        QTest::newRow(text) << QString::fromLatin1(text);
}

void TestTime::otherTextsAreNoTimes()
{
    QFETCH(QString, text);
    QVERIFY(!fromIso(text));
}

void TestTime::systemClockRuns()
{
    const SystemClock clock;
    const auto first = clock.steady();
    QVERIFY(clock.now() > Timestamp(seconds(1'700'000'000)));
    QVERIFY(clock.steady() >= first);
}

CS_TEST(TestTime)
#include "tst_time.moc"
