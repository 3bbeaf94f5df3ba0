
#include "storage/sqlscript.h"
#include "support/testprogram.h"

using namespace cs;

// How migration files become single statements.
class TestSqlScript : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void scriptIsCutAtItsSemicolons_data();
    void scriptIsCutAtItsSemicolons();
};

void TestSqlScript::scriptIsCutAtItsSemicolons_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QStringList>("statements");
    const auto row = [](const char *name, const char *script, const QStringList &statements) {
        QTest::newRow(name) << QString::fromUtf8(script) << statements;
    };
    row("nothing", "", {});
    row("only comments", "-- a; b\n/* c; d */", {});
    row("two", "select 1; select 2;", {"select 1", "select 2"});
    row("last without semicolon", "select 1;\nselect 2\n", {"select 1", "select 2"});
    row("empty ones are left out", ";; select 1 ; ;", {"select 1"});
    row("semicolon in a text", "insert into t values ('a;b'); select 1", {"insert into t values ('a;b')", "select 1"});
    row("doubled quote", "select 'it''s; fine'; select 2", {"select 'it''s; fine'", "select 2"});
    row("semicolon in a name", "select 1 as \"a;\"\"b\"; select 2", {"select 1 as \"a;\"\"b\"", "select 2"});
    row("dashes in a text", "select '-- no comment'; select 2", {"select '-- no comment'", "select 2"});
    row("quote in a comment", "select 1 -- it's one\n; select 2", {"select 1", "select 2"});
    row("quote in a block comment", "select /* don't; stop */ 1; select 2", {"select   1", "select 2"});
    row("comment at the end", "select 1; -- end", {"select 1"});
    row("text that is not closed", "select 'a; b", {"select 'a; b"});
    row("comment that is not closed", "select 1; /* a; b", {"select 1"});
    row("letters outside Latin", "select 'ж;é'; select 2", {QString::fromUtf8("select 'ж;é'"), "select 2"});
}

void TestSqlScript::scriptIsCutAtItsSemicolons()
{
    QFETCH(QString, script);
    QFETCH(QStringList, statements);
    QCOMPARE(splitSql(script), statements);
}

CS_TEST(TestSqlScript)
#include "tst_sqlscript.moc"
