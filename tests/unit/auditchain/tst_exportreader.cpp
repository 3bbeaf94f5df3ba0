#include <QBuffer>
#include <QRandomGenerator>

#include "auditchain/exportreader.h"
#include "support/testprogram.h"
#include "unit/auditchain/madechain.h"

using namespace cs;

// An exported trail: what is written is read again, and whatever is done to the file shows.
class TestExportReader : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { m_lines = linesOf(MadeChain(Count)); }
    void exportIsValid();
    void partIsValid();
    void textsOfAllKindsComeBack();
    void changeInAnyLineIsFound();
    void removalOfAnyLineIsFound();
    void exchangeOfAnyNeighboursIsFound();
    void cutBehindAnyLineIsFound();
    void linesBehindTheEndAreFound();
    void timesThatDifferAreFound();
    void foreignKeyIsFoundByWhoHasTheRightOne();
    void otherOriginIsFound();
    void whatIsNoExportIsRefused_data();
    void whatIsNoExportIsRefused();
    void randomChangesOfBytesAreFound();

private:
    static constexpr int Count = 260;

    static QByteArrayList linesOf(const MadeChain &chain)
    {
        const ExportHeader header{chain.origin(), testKey().publicKey().toText(), chain.pointAt(0),
                                  fromMicroseconds(77), chain.head};
        QByteArrayList lines = exportLines({chain.records, chain.checkpoints, true}).split('\n');
        lines.removeLast();
        lines.prepend(exportLine(header).trimmed());
        lines.append(exportLine(ExportEnd{qint64(chain.records.size())}).trimmed());
        return lines;
    }
    static Result<ChainReport> check(const QByteArray &text, std::optional<AuditPublicKey> key = testKey().publicKey())
    {
        QBuffer buffer;
        buffer.setData(text);
        buffer.open(QIODevice::ReadOnly);
        ExportReader reader(std::move(key));
        for (;;) {
            const auto done = reader.read(buffer, 100);
            if (!done.ok())
                return done.error();
            if (*done)
                return reader.report();
        }
    }
    static Result<ChainReport> check(const QByteArrayList &lines) { return check(lines.join('\n') + '\n'); }
    // The record of a line, or the next one: where its damage shows.
    qint64 placeOf(qsizetype line) const
    {
        for (qsizetype i = line; i < m_lines.size(); ++i) {
            const auto item = readExportLine(m_lines[i]);
            if (const auto *record = std::get_if<AuditRecord>(&*item))
                return record->seq;
        }
        return Count + 1;
    }

    QByteArrayList m_lines;
};

void TestExportReader::exportIsValid()
{
    const auto report = check(m_lines);
    QVERIFY2(report.ok() && report->valid, qPrintable(report->reason));
    QCOMPARE(report->checked, qint64(Count));
    // Without the key it is of one piece at least.
    QVERIFY(check(m_lines.join('\n'), std::nullopt)->valid);
}

void TestExportReader::partIsValid()
{
    const MadeChain chain(Count);
    ExportHeader header{chain.origin(), testKey().publicKey().toText(), chain.pointAt(200), fromMicroseconds(77), {}};
    ChainPage page;
    page.records.assign(chain.records.begin() + 200, chain.records.begin() + 257);
    page.checkpoints = {chain.checkpoints[2]};
    const QByteArray text = exportLine(header) + exportLines(page) + exportLine(ExportEnd{257});
    const auto report = check(text);
    QVERIFY2(report.ok() && report->valid, qPrintable(report->reason));
    QCOMPARE(report->checked, 57);
    QCOMPARE(report->signedUpTo, 257);
}

void TestExportReader::textsOfAllKindsComeBack()
{
    AuditRecord record = testRecord(1);
    record.seq = 5;
    record.target = QString::fromUtf8("Tür 😀 \"x\" \\ ' \u2028 </script> \t");
    record.hash = QByteArray(32, 'h');
    const auto item = readExportLine(exportLine(record));
    QVERIFY(item.ok());
    QCOMPARE(std::get<AuditRecord>(*item), record);
    QCOMPARE(exportLine(record).count('\n'), 1);
}

void TestExportReader::changeInAnyLineIsFound()
{
    for (qsizetype i = 1; i < m_lines.size() - 1; ++i) {
        QByteArrayList lines = m_lines;
        // The last digit of the hash or the signature.
        const qsizetype at = lines[i].lastIndexOf('"') - 1;
        lines[i][at] = lines[i][at] == '0' ? '1' : '0';
        const auto report = check(lines);
        QVERIFY(report.ok());
        if (report->valid || *report->firstBadSeq > placeOf(i) || *report->firstBadSeq < placeOf(i) - CheckpointEvery)
            QFAIL(qPrintable(QStringLiteral("line %1: %2").arg(i).arg(report->reason)));
    }
}

void TestExportReader::removalOfAnyLineIsFound()
{
    for (qsizetype i = 1; i < m_lines.size(); ++i) {
        QByteArrayList lines = m_lines;
        lines.removeAt(i);
        const auto report = check(lines);
        QVERIFY(report.ok());
        if (report->valid || *report->firstBadSeq > placeOf(i))
            QFAIL(qPrintable(QStringLiteral("line %1: %2").arg(i).arg(report->reason)));
    }
}

void TestExportReader::exchangeOfAnyNeighboursIsFound()
{
    for (qsizetype i = 1; i < m_lines.size() - 1; ++i) {
        QByteArrayList lines = m_lines;
        lines.swapItemsAt(i, i + 1);
        const auto report = check(lines);
        QVERIFY(report.ok());
        if (report->valid)
            QFAIL(qPrintable(QStringLiteral("line %1").arg(i)));
    }
}

void TestExportReader::cutBehindAnyLineIsFound()
{
    const QByteArray whole = m_lines.join('\n') + '\n';
    for (qsizetype size = whole.indexOf('\n') + 1; size < whole.size() - 1; size += 397) {
        const auto report = check(whole.first(size));
        QVERIFY(report.ok());
        if (report->valid)
            QFAIL(qPrintable(QStringLiteral("cut to %1 bytes").arg(size)));
    }
    // With an end line that fits what is left, the signed end tells still.
    QByteArrayList lines = m_lines.first(30);
    lines.append(exportLine(ExportEnd{29}).trimmed());
    QCOMPARE(check(lines)->firstBadSeq, std::optional<qint64>(30));
}

void TestExportReader::linesBehindTheEndAreFound()
{
    QByteArrayList lines = m_lines;
    lines.append(m_lines[5]);
    QVERIFY(!check(lines)->valid);
    lines = m_lines;
    lines.insert(40, m_lines.first());
    QVERIFY(!check(lines)->valid);
}

void TestExportReader::timesThatDifferAreFound()
{
    QByteArrayList lines = m_lines;
    const auto item = readExportLine(lines[7]);
    const QByteArray shown = toIso(std::get<AuditRecord>(*item).at).toLatin1();
    QVERIFY(lines[7].contains(shown));
    lines[7].replace(shown, "2001-01-01T00:00:00.000Z");
    const auto report = check(lines);
    QCOMPARE(report->firstBadSeq, std::optional(placeOf(7)));
    QVERIFY2(report->reason.contains(QLatin1String("two times")), qPrintable(report->reason));
}

void TestExportReader::foreignKeyIsFoundByWhoHasTheRightOne()
{
    QVERIFY(!check(m_lines.join('\n'), testKey(2).publicKey())->valid);
    // And somebody who writes his own key into the header gets no further with it.
    QByteArrayList lines = m_lines;
    lines[0].replace(testKey().publicKey().toText().toLatin1(), testKey(2).publicKey().toText().toLatin1());
    QVERIFY(!check(lines.join('\n'), std::nullopt)->valid);
}

void TestExportReader::otherOriginIsFound()
{
    const MadeChain chain(3);
    ExportHeader header{originHash(QStringLiteral("elsewhere")),
                        testKey().publicKey().toText(),
                        chain.pointAt(0),
                        fromMicroseconds(77),
                        {}};
    const QByteArray text = exportLine(header) + exportLines({chain.records, {}, true}) + exportLine(ExportEnd{3});
    QVERIFY(!check(text)->valid);
}

void TestExportReader::whatIsNoExportIsRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("text") << QByteArray("hello\n");
    QTest::newRow("a record first") << m_lines[1];
    QTest::newRow("another format") << QByteArray(m_lines[0]).replace("\"format\":1", "\"format\":2");
    QTest::newRow("no key") << QByteArray(m_lines[0]).replace(testKey().publicKey().toText().toLatin1(), "00");
    QTest::newRow("half a line") << m_lines[0].first(60);
    QTest::newRow("a line without end") << QByteArray(1'000'000, '[');
    QTest::newRow("zeros") << QByteArray(100'000, '\0');
}

void TestExportReader::whatIsNoExportIsRefused()
{
    QFETCH(QByteArray, text);
    QVERIFY(!check(text, std::nullopt).ok());
}

void TestExportReader::randomChangesOfBytesAreFound()
{
    const QByteArray whole = m_lines.join('\n') + '\n';
    const qsizetype records = whole.indexOf('\n') + 1;
    const qsizetype end = whole.lastIndexOf('\n', -2);
    QRandomGenerator random(11);
    for (int i = 0; i < 600; ++i) {
        QByteArray text = whole;
        const auto at = records + qsizetype(random.bounded(quint64(end - records)));
        const char byte = char(random.bounded(256));
        if (text[at] == byte)
            continue;
        text[at] = byte;
        const auto report = check(text);
        if (report.ok() && report->valid)
            QFAIL(whole.mid(at - 60, 120).constData());
    }
}

CS_TEST(TestExportReader)
#include "tst_exportreader.moc"
