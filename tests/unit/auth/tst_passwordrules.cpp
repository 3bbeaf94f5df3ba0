#include <sodium.h>

#include "auth/passwordrules.h"
#include "auth/username.h"
#include "support/testprogram.h"

using namespace cs;

class TestPasswordRules : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(sodium_init() >= 0); }
    void goodOnesAreTaken_data();
    void goodOnesAreTaken();
    void badOnesAreRefusedWithTheRule_data();
    void badOnesAreRefusedWithTheRule();
    void reasonNeverHoldsThePassword();
    void madeOnesAreGoodAndNeverTheSame();
    void namesAreFolded_data();
    void namesAreFolded();
    void newNamesShowEveryCharacter();
};

void TestPasswordRules::goodOnesAreTaken_data()
{
    QTest::addColumn<QString>("password");
    for (const char *password :
         {"correct horse battery", "staple battery horse", "purple-otter-14", "Zk3!vQ9pLm", "my dog eats newspapers",
          "kaffeemaschine kaputt", "tremolo bicycle", "9f86d081884c7d65", "alabaster-horse"})
        QTest::newRow(password) << QString::fromUtf8(password);
    QTest::newRow("other scripts") << QStringLiteral("пять синих облаков");
    QTest::newRow("longest") << QStringLiteral("wordy").repeated(3) + QString(1009, u'x').replace(3, 9, "quicksilv");
}

void TestPasswordRules::goodOnesAreTaken()
{
    QFETCH(QString, password);
    const auto checked = PasswordRules::check("password", password, "al");
    QVERIFY2(checked.ok(), checked.ok() ? "" : qPrintable(checked.error().data.value("rule").toString()));
}

void TestPasswordRules::badOnesAreRefusedWithTheRule_data()
{
    QTest::addColumn<QString>("password");
    QTest::addColumn<QString>("words");
    const auto add = [](const char *password, const char *words) {
        QTest::newRow(password) << QString::fromUtf8(password) << QString::fromLatin1(words);
    };
    add("", "10 characters");
    add("short-one", "10 characters");
    for (const char *common : {"password1234",     "P@ssw0rd2024!",
                               "passwordpassword", "1234567890",
                               "0987654321",       "qwertyuiop",
                               "QWERTZUIOP123",    "aaaaaaaaaaaa",
                               "abcabcabcabc",     "abcdefghij",
                               "letmeinplease",    "administrator",
                               "welcome12345",     "iloveyou123",
                               "camera-service",   "adminpassword",
                               "1qaz2wsx3edc",     "sunshine2025",
                               "Summer2026!!",     "changeme!!",
                               "qazwsxedc123",     "correcthorsebatterystaple",
                               "12121212121212",   "11-11-11-11",
                               "!!!!!!!!!!!!",     "Trustno1trustno1"})
        add(common, "tried first");
    add("bob.smith@example.org", "user's name");
    add("BOB.SMITH-2026", "user's name");
    add("123bob.smith456", "user's name");
    QTest::newRow("too long") << QStringLiteral("otter").repeated(250) << "1024 bytes";
    QTest::newRow("broken text") << QString(12, QChar(0xd800)) << "10 characters";
}

void TestPasswordRules::badOnesAreRefusedWithTheRule()
{
    QFETCH(QString, password);
    QFETCH(QString, words);
    const auto checked = PasswordRules::check("new_password", password, "bob.smith@example.org");
    QVERIFY(!checked.ok());
    QCOMPARE(checked.error().code, ErrorCode::InvalidParams);
    QCOMPARE(checked.error().data.value("param").toString(), QString("new_password"));
    QVERIFY2(checked.error().data.value("rule").toString().contains(words),
             qPrintable(checked.error().data.value("rule").toString()));
}

void TestPasswordRules::reasonNeverHoldsThePassword()
{
    const Error error = PasswordRules::check("password", "password1234", "bob").error();
    QVERIFY(!error.message.contains("password1234"));
    for (const auto &value : error.data)
        QVERIFY(!value.toString().contains("password1234"));
}

void TestPasswordRules::madeOnesAreGoodAndNeverTheSame()
{
    QSet<QString> seen;
    for (int i = 0; i < 200; ++i) {
        const QString made = PasswordRules::make();
        QVERIFY(PasswordRules::check("password", made, "admin").ok());
        QCOMPARE(made.size(), 23);
        QVERIFY(!seen.contains(made));
        seen.insert(made);
    }
}

void TestPasswordRules::namesAreFolded_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("name");
    QTest::newRow("plain") << "alice"
                           << "alice";
    QTest::newRow("case") << "Alice.B@Example.ORG"
                          << "alice.b@example.org";
    QTest::newRow("wide letters") << QString::fromUtf8("Ａｌｉｃｅ") << "alice";
    QTest::newRow("other scripts") << QString::fromUtf8("ΆΛΦΑ") << QString::fromUtf8("άλφα");
    QTest::newRow("composed") << QString::fromUtf8("e\u0301lan") << QString::fromUtf8("\u00e9lan");
    QTest::newRow("digits") << "007"
                            << "007";
    for (const char *bad :
         {"", " alice", "a b", "alice\n", "-rf", "..", "@home", "key:wall", "a/b", "a\\b", "a:b", "a*", "<script>",
          "\xe2\x80\xae"
          "ecila"})
        QTest::newRow(bad) << QString::fromUtf8(bad) << QString();
    QTest::newRow("too long") << QString(65, u'a') << QString();
    QTest::newRow("NUL") << QString(QChar(u'\0')) + "a" << QString();
    QTest::newRow("half a pair") << QString(QChar(0xd800)) << QString();
}

void TestPasswordRules::namesAreFolded()
{
    QFETCH(QString, text);
    QFETCH(QString, name);
    QCOMPARE(foldedUserName(text).value_or(QString()), name);
    QCOMPARE(userNameOf("username", text).ok(), !name.isEmpty());
}

void TestPasswordRules::newNamesShowEveryCharacter()
{
    for (const QString &name : {QStringLiteral("bob\u3164"), QStringLiteral("b\u034fob"), QStringLiteral("bob\ufe0f"),
                                QStringLiteral("bob\u180b"), QStringLiteral("bob\U000e0101")}) {
        const auto refused = userNameOf("username", name);
        QVERIFY2(!refused.ok(), qPrintable(name));
        QVERIFY(refused.error().data.value("rule").toString().contains("invisible"));
        // Who was let in under such a name before is still found.
        QVERIFY(foldedUserName(name));
    }
}

CS_TEST(TestPasswordRules)
#include "tst_passwordrules.moc"
