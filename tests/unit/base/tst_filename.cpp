
#include "base/filename.h"
#include "support/testprogram.h"

using namespace cs;

// Which texts may name a file.
class TestFileName : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void ruleDecides_data();
    void ruleDecides();
    void defaultIsNoName();
};

void TestFileName::ruleDecides_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("good");
    const auto row = [](const char *name, const QString &text, bool good) { QTest::newRow(name) << text << good; };
    row("of a recording", "camera0_2026-11-23_02-21-44-912172.mp4", true);
    row("one letter", "a", true);
    row("without suffix", "snapshot", true);
    row("spaces and brackets", "my shot (2) [x] {y} & 'z'.jpg", true);
    row("letters outside Latin", QString::fromUtf8("Tür-門-🚪.jpg"), true);
    row("dot inside", "a.b.c", true);
    row("dot at the end", "a.", true);
    row("255 bytes", QString(255, 'x'), true);
    row("256 bytes", QString(256, 'x'), false);
    row("128 letters of two bytes", QString(128, QChar(0xe9)), false);
    row("127 letters of two bytes", QString(127, QChar(0xe9)), true);
    row("64 faces of four bytes", QString::fromUtf8("😀").repeated(64), false);
    row("63 faces of four bytes", QString::fromUtf8("😀").repeated(63), true);
    row("empty", "", false);
    row("dot", ".", false);
    row("two dots", "..", false);
    row("hidden", ".hidden.jpg", false);
    row("two dots inside", "a..b", false);
    row("slash", "a/b.jpg", false);
    row("leading slash", "/etc/passwd", false);
    row("path upwards", "../../etc/passwd", false);
    row("backslash", "a\\b.jpg", false);
    row("escaped slash is only text", "..%2fetc", false);
    row("percent", "100%2f.jpg", true);
    for (const char forbidden : {'<', '>', ':', '"', '|', '?', '*'})
        row(qPrintable(QString("forbidden %1").arg(forbidden)), QString("a%1b.jpg").arg(forbidden), false);
    row("NUL", QString("a") + QChar(0) + "b.jpg", false);
    row("newline", "a\nb.jpg", false);
    row("tab", "a\tb.jpg", false);
    row("escape", "a\x1b[2Jb.jpg", false);
    row("delete", QString("a%1b").arg(QChar(0x7f)), false);
    row("control of the second row", QString("a%1b").arg(QChar(0x85)), false);
    row("zero width space", QStringLiteral("a\u200bb.jpg"), false);
    row("joined emoji", QString::fromUtf8("👩‍👧.jpg"), false);
    row("writing direction", QStringLiteral("gpj.\u202ea"), false);
    row("filler", QStringLiteral("\u3164.jpg"), false);
    row("half a surrogate pair", QString("a%1b").arg(QChar(0xd83d)), false);
    row("swapped surrogate pair", QString("a%1%2b").arg(QChar(0xde00)).arg(QChar(0xd83d)), false);
}

void TestFileName::ruleDecides()
{
    QFETCH(QString, text);
    QFETCH(bool, good);
    const auto name = FileName::parse(text);
    QCOMPARE(name.has_value(), good);
    if (name) {
        QCOMPARE(name->toString(), text);
        QVERIFY(name->isValid());
    }
}

void TestFileName::defaultIsNoName()
{
    QVERIFY(!FileName().isValid());
    QVERIFY(FileName::rule().contains("255 bytes"));
}

CS_TEST(TestFileName)
#include "tst_filename.moc"
