
#include "jsonrpc/scanner.h"
#include "support/testprogram.h"

using namespace cs;

namespace {

// The grammar of RFC 8259, and where values begin and end in the text.
class ScannerTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void acceptsWhatTheGrammarAllows_data();
    void acceptsWhatTheGrammarAllows();
    void refusesWhatTheGrammarForbids_data();
    void refusesWhatTheGrammarForbids();
    void givesValuesAsTheyStandInTheText();
    void countsTheDepth();
    void standsAMillionOpenBrackets();
};

bool isJson(const QByteArray &text)
{
    Scanner scanner(text);
    Scanner::Piece piece;
    return scanner.value(piece) && scanner.atEnd();
}

void ScannerTest::acceptsWhatTheGrammarAllows_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text : {"0",
                             "-0",
                             "-1",
                             "12345678901234567890",
                             "1.50",
                             "1e5",
                             "1E+5",
                             "0.0e-0",
                             "1e400",
                             "true",
                             "false",
                             "null",
                             "\"\"",
                             R"("\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00")",
                             R"("\ud800")",
                             "[]",
                             "[ ]",
                             "{}",
                             "{ }",
                             "[1,2]",
                             "[[],[{}]]",
                             R"({"":0})",
                             R"({"a":{"b":[1,{"c":null}]},"d":""})",
                             " \t\r\n1 \n",
                             R"( { "a" : [ 1 , 2 ] , "b" : { } } )",
                             "\"\x7f\""})
        QTest::newRow(text) << QByteArray(text);
}

void ScannerTest::acceptsWhatTheGrammarAllows()
{
    QFETCH(const QByteArray, text);
    QVERIFY(isJson(text));
}

void ScannerTest::refusesWhatTheGrammarForbids_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text : {"",
                             " ",
                             "01",
                             "-",
                             "+1",
                             "1.",
                             ".5",
                             "1e",
                             "1e+",
                             "0x1",
                             "1 2",
                             "tru",
                             "True",
                             "nul",
                             "nulll",
                             "'a'",
                             "\"",
                             "\"a",
                             R"("\x")",
                             R"("\u12g4")",
                             R"("\u12")",
                             "\"\t\"",
                             "\"a\nb\"",
                             "[",
                             "]",
                             "[1",
                             "[1,",
                             "[1,]",
                             "[,1]",
                             "[1 2]",
                             "{",
                             "}",
                             "{1:2}",
                             R"({"a"})",
                             R"({"a":})",
                             R"({"a":1,})",
                             R"({"a":1 "b":2})",
                             R"({,"a":1})",
                             "[}",
                             "{]",
                             R"([{"a":1]})",
                             "[1]]",
                             "NaN",
                             "Infinity",
                             "//",
                             "\f1"})
        QTest::newRow(text) << QByteArray(text);
    QTest::newRow("NUL after the value") << QByteArray("1\0", 2);
    QTest::newRow("NUL within a string") << QByteArray("\"a\0b\"", 5);
    QTest::newRow("NUL as an escape") << QByteArray("\"\\\0\"", 4);
}

void ScannerTest::refusesWhatTheGrammarForbids()
{
    QFETCH(const QByteArray, text);
    QVERIFY(!isJson(text));
}

void ScannerTest::givesValuesAsTheyStandInTheText()
{
    const QByteArray text = R"( [ 1.50 ,  {"a" : [1, 2]} ,"x\u0041\"" ] )";
    Scanner scanner(text);
    Scanner::Piece piece;
    QVERIFY(scanner.take('['));
    for (const QByteArrayView expected : {"1.50", R"({"a" : [1, 2]})", R"("x\u0041\"")"}) {
        QVERIFY(scanner.value(piece));
        QCOMPARE(piece.raw.toByteArray(), expected.toByteArray());
        scanner.take(',');
    }
    QVERIFY(scanner.take(']'));
    QVERIFY(scanner.atEnd());
}

void ScannerTest::countsTheDepth()
{
    for (const auto &[text, depth] : std::initializer_list<std::pair<const char *, int>>{
             {"1", 0}, {"[]", 1}, {"[[],[]]", 2}, {R"({"a":[{}],"b":{}})", 3}}) {
        Scanner scanner{QByteArrayView(text)};
        Scanner::Piece piece;
        QVERIFY(scanner.value(piece));
        QCOMPARE(piece.depth, depth);
    }
}

void ScannerTest::standsAMillionOpenBrackets()
{
    constexpr int many = 1'000'000;
    QVERIFY(!isJson(QByteArray(many, '[')));
    QVERIFY(isJson(QByteArray(many, '[') + QByteArray(many, ']')));
}

}  // namespace

CS_TEST(ScannerTest)
#include "tst_scanner.moc"
