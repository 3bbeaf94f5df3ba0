
#include "http/byterange.h"
#include "support/testprogram.h"

using namespace cs;
using Kind = ByteRange::Kind;

Q_DECLARE_METATYPE(cs::ByteRange)

namespace {

ByteRange part(quint64 offset, quint64 size)
{
    return {.kind = Kind::Part, .offset = offset, .size = size};
}

const ByteRange Whole;
const ByteRange Bad{.kind = Kind::Unsatisfiable};

}  // namespace

class TestByteRange : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void table_data();
    void table();
    void emptyFile();
};

void TestByteRange::table_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<ByteRange>("expected");
    const auto row = [](const char *header, const ByteRange &expected) {
        QTest::newRow(header) << QByteArray(header) << expected;
    };
    row("", Whole);
    row("bytes=0-0", part(0, 1));
    row("bytes=0-99", part(0, 100));
    row("bytes=10-19", part(10, 10));
    row("bytes=99-99", part(99, 1));
    row("bytes=99-", part(99, 1));
    row("bytes=0-", part(0, 100));
    row("bytes=50-1000", part(50, 50));
    row("bytes=50-99999999999999999999999", part(50, 50));
    row("bytes=-1", part(99, 1));
    row("bytes=-100", part(0, 100));
    row("bytes=-101", part(0, 100));
    row("bytes=-99999999999999999999999", part(0, 100));
    row("  bytes=5-6  ", part(5, 2));
    row("BYTES=5-6", part(5, 2));
    row("bytes=007-008", part(7, 2));
    row("bytes=100-", Bad);
    row("bytes=100-200", Bad);
    row("bytes=99999999999999999999999-", Bad);
    row("bytes=18446744073709551615-", Bad);
    row("bytes=18446744073709551616-", Bad);
    row("bytes=-0", Bad);
    row("bytes=0-1,5-6", Whole);
    row("bytes=0-1, -5", Whole);
    row("bytes=5-4", Whole);
    row("bytes=-", Whole);
    row("bytes=", Whole);
    row("bytes", Whole);
    row("bytes=1", Whole);
    row("bytes=a-b", Whole);
    row("bytes=1-b", Whole);
    row("bytes=1-2-3", Whole);
    row("bytes=--5", Whole);
    row("bytes=+1-5", Whole);
    row("bytes= 1-5", Whole);
    row("bytes=1 - 5", Whole);
    row("bytes=0x1-5", Whole);
    row("items=0-1", Whole);
    row("bytes 0-1", Whole);
}

void TestByteRange::table()
{
    QFETCH(QByteArray, header);
    QFETCH(ByteRange, expected);
    QVERIFY(parseRange(header, 100) == expected);
}

void TestByteRange::emptyFile()
{
    QVERIFY(parseRange("bytes=0-", 0) == Bad);
    QVERIFY(parseRange("bytes=0-0", 0) == Bad);
    QVERIFY(parseRange("bytes=-5", 0) == Whole);
    QVERIFY(parseRange("", 0) == Whole);
}

CS_TEST(TestByteRange)
#include "tst_byterange.moc"
