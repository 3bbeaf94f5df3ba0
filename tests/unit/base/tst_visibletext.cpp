#include "base/visibletext.h"
#include "support/testprogram.h"

using namespace cs;

// Which characters people see, in names and in lines for them.
class TestVisibleText : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void charactersShowOrNot_data();
    void charactersShowOrNot();
    void joinersShowOnlyWhereTheyJoin_data();
    void joinersShowOnlyWhereTheyJoin();
    void halfACharacterIsNoText();
};

void TestVisibleText::charactersShowOrNot_data()
{
    QTest::addColumn<char32_t>("character");
    QTest::addColumn<bool>("invisible");
    const auto row = [](const char *name, char32_t character, bool invisible) {
        QTest::newRow(name) << character << invisible;
    };
    row("letter", U'a', false);
    row("space", U' ', false);
    row("accent", 0x0301, false);
    row("no-break space", 0x00a0, false);
    row("ideograph", 0x9580, false);
    row("emoji", 0x1f6aa, false);
    row("emoji that is newer than Qt", 0x1fae9, false);
    row("control", U'\n', true);
    row("control of the second row", 0x009b, true);
    row("soft hyphen", 0x00ad, true);
    row("grapheme joiner", 0x034f, true);
    row("Arabic letter mark", 0x061c, true);
    row("Hangul filler", 0x3164, true);
    row("Hangul filler of a syllable", 0x1160, true);
    row("Hangul filler of half width", 0xffa0, true);
    row("Khmer vowel without a shape", 0x17b4, true);
    row("Mongolian selector", 0x180b, true);
    row("zero width space", 0x200b, true);
    row("joiner", 0x200d, true);
    row("right-to-left mark", 0x200f, true);
    row("line separator", 0x2028, true);
    row("override", 0x202e, true);
    row("word joiner", 0x2060, true);
    row("invisible sign", 0x2063, true);
    row("isolate", 0x2066, true);
    row("blank of Braille", 0x2800, true);
    row("selector", 0xfe0f, true);
    row("byte order mark", 0xfeff, true);
    row("tag", 0xe0041, true);
    row("selector of the supplement", 0xe0100, true);
}

void TestVisibleText::charactersShowOrNot()
{
    QFETCH(const char32_t, character);
    QTEST(isInvisible(character), "invisible");
    QString name = QStringLiteral("a");
    name += QChar::fromUcs4(character);
    name += u'b';
    QTEST(hasInvisible(name), "invisible");
    QTEST(hasInvisibleOutsideWords(name), "invisible");
}

void TestVisibleText::joinersShowOnlyWhereTheyJoin_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("shows");
    const auto row = [](const char *name, const QString &text, bool shows) { QTest::newRow(name) << text << shows; };
    row("family", QStringLiteral("\U0001F468\u200d\U0001F469\u200d\U0001F467"), true);
    row("heart in red", QStringLiteral("Tor \u2764\ufe0f"), true);
    row("heart on fire", QStringLiteral("\u2764\ufe0f\u200d\U0001F525"), true);
    row("shade of skin", QStringLiteral("\U0001F469\U0001F3FD\u200d\U0001F527"), true);
    row("keycap", QStringLiteral("1\ufe0f\u20e3"), true);
    row("Persian", QStringLiteral("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"), true);
    row("Hindi", QStringLiteral("\u0915\u094d\u200d\u0937"), true);
    row("between Latin letters", QStringLiteral("Ga\u200dte"), false);
    row("between digits", QStringLiteral("1\u200c2"), false);
    row("before an emoji", QStringLiteral("\u200d\U0001F468"), false);
    row("behind an emoji", QStringLiteral("\U0001F468\u200d"), false);
    row("two in a row", QStringLiteral("\U0001F468\u200d\u200d\U0001F469"), false);
    row("emoji and letter", QStringLiteral("\U0001F468\u200da"), false);
    row("selector behind a letter", QStringLiteral("a\ufe0f"), false);
    row("selector behind a letter that joins", QStringLiteral("\u0645\ufe0f"), false);
    row("selector alone", QStringLiteral("\ufe0f"), false);
    row("two selectors", QStringLiteral("\u2764\ufe0f\ufe0f"), false);
    row("mark of direction between letters that join", QStringLiteral("\u0645\u061c\u0645"), false);
    row("joiner beside one", QStringLiteral("\u0645\u200c\u061c"), false);
}

void TestVisibleText::joinersShowOnlyWhereTheyJoin()
{
    QFETCH(const QString, text);
    QFETCH(const bool, shows);
    QCOMPARE(!hasInvisibleOutsideWords(text), shows);
    QVERIFY(hasInvisible(text));
}

void TestVisibleText::halfACharacterIsNoText()
{
    for (const ushort half : {0xd83d, 0xde00}) {
        const QString text = u'a' + QString(QChar(half));
        QVERIFY(hasInvisible(text) && hasInvisibleOutsideWords(text));
    }
    QVERIFY(!hasInvisible(QString()) && !hasInvisibleOutsideWords(QString()));
}

CS_TEST(TestVisibleText)
#include "tst_visibletext.moc"
