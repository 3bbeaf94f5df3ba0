#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include "models/words.h"
#include "pages/signinpage.h"
#include "unit/console_app/signinfixture.h"
#include "unit/console_pages/pagefixture.h"

using namespace cs;
using SignInStep = SignInFlow::Step;

// Signing in by keyboard on a scripted service, with a keychain that does as a test says.
class TestSignInPage : public PageFixture {
    Q_OBJECT

    void show()
    {
        m_page = std::make_unique<SignInPage>(m_stage->flow, m_stage->servers);
        m_page->resize(800, 900);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
        m_page->enter();
    }
    QLineEdit *field(const char *name) const
    {
        for (auto *each : m_page->findChildren<QLineEdit *>()) {
            if (each->isVisible() && each->accessibleName() == QLatin1String(name))
                return each;
        }
        return nullptr;
    }
    static void type(QLineEdit *field, const char *text)
    {
        QVERIFY(field);
        field->setFocus();
        field->selectAll();
        QTest::keyClicks(field, QLatin1String(text));
    }
    void signIn(const char *password)
    {
        type(field("Server"), "camera.example");
        type(field("User"), "alice");
        type(field("Password"), password);
        QTest::keyClick(field("Password"), Qt::Key_Return);
    }
    bool says(const QString &words) const { return reads(*m_page).contains(words); }
    bool has(const char *name) const { return button(*m_page, QLatin1String(name)); }
    void refuseWith(const char *reason)
    {
        m_stage->service.on("login", [reason](const QJsonObject &) -> ScriptedService::Answer {
            return ScriptedService::unauthenticated(reason);
        });
    }
    void showCertificate(bool changed)
    {
        m_stage->showCertificate(changed ? Trouble::CertificateChanged : Trouble::CertificateUnknown,
                                 QStringLiteral("ab12"));
    }

    std::unique_ptr<SignInStage> m_stage;
    std::unique_ptr<SignInPage> m_page;

private Q_SLOTS:
    void init() { m_stage = std::make_unique<SignInStage>(); }
    void cleanup()
    {
        m_page.reset();
        m_stage.reset();
    }

    void theKeyboardBeginsWhereSomethingIsMissing()
    {
        m_stage->servers.remember(scriptedAddress(), QStringLiteral("alice"));
        m_stage->flow.begin({}, {});
        QVERIFY(m_stage->reaches(SignInStep::Form));
        show();
        QCOMPARE(field("Server")->text(), QStringLiteral("camera.example"));
        QCOMPARE(field("User")->text(), QStringLiteral("alice"));
        QVERIFY(field("Password")->hasFocus());
        QVERIFY(!field("Code of the authenticator"));
    }

    void returnSignsInAndNoPasswordIsLeft()
    {
        show();
        signIn("right-horse");
        QVERIFY(m_stage->reaches(SignInStep::SignedIn));
        QCOMPARE(m_stage->service.lastParams("login").value(QLatin1String("username")).toString(),
                 QStringLiteral("alice"));
        for (const auto *each : m_page->findChildren<QLineEdit *>())
            QVERIFY(!each->text().contains(QStringLiteral("right-horse")));
    }

    void aWrongPasswordIsToldAndWhatWasTypedStays()
    {
        refuseWith("the name or the password is wrong");
        show();
        signIn("wrong");
        QTRY_VERIFY(says(wordsFor(withTrouble(Error::internal({}), Trouble::WrongPassword))));
        QCOMPARE(field("User")->text(), QStringLiteral("alice"));
        QVERIFY(field("Password")->hasFocus());
        QVERIFY(has("Sign in"));
    }

    void whatIsMissingIsAskedFor()
    {
        show();
        type(field("Server"), "camera.example");
        QTest::keyClick(field("Server"), Qt::Key_Return);
        QVERIFY(says(QStringLiteral("Type the name of the user.")));
        type(field("User"), "alice");
        QTest::keyClick(field("User"), Qt::Key_Return);
        QTRY_VERIFY(says(QStringLiteral("Type the password.")));
        QCOMPARE(m_stage->service.countOf("login"), 0);
    }

    void theProposedServerIsTypedOver()
    {
        show();
        m_stage->flow.begin({}, {});
        QLineEdit *server = field("Server");
        QCOMPARE(server->text(), QStringLiteral("localhost"));
        QVERIFY(server->hasFocus());
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("127.0.0.1"));
        QCOMPARE(server->text(), QStringLiteral("127.0.0.1"));
        field("User")->setFocus();
        server->setFocus();
        QCOMPARE(server->selectedText(), QStringLiteral("127.0.0.1"));
    }

    void aMissingPasswordIsAskedForWithoutAKeychainToo()
    {
        m_stage->store.trouble = StoreTrouble::NoKeychain;
        show();
        signIn("");
        QTRY_VERIFY(says(QStringLiteral("Type the password.")));
        QVERIFY(field("Password")->hasFocus());
    }

    void aSecondFactorIsAskedForWhenItIsNeeded()
    {
        show();
        signIn("right");
        Q_EMIT m_stage->session.stateChanged(
            Session::State::SignedOut,
            withTrouble(Error::internal(QStringLiteral("code")), Trouble::SecondFactorNeeded));
        QVERIFY(field("Code of the authenticator"));
        QVERIFY(field("Code of the authenticator")->hasFocus());
        QVERIFY(says(QStringLiteral("Enter the code that your authenticator shows.")));
    }

    void escapeTakesBackWhatIsUnderWay()
    {
        m_stage->service.on("login",
                            [](const QJsonObject &) -> ScriptedService::Answer { return ScriptedService::NoAnswer{}; });
        show();
        signIn("right");
        QVERIFY(m_stage->reaches(SignInStep::Busy));
        QVERIFY(has("Cancel"));
        QVERIFY(!has("Sign in"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QCOMPARE(m_stage->flow.step(), SignInStep::Form);
        QVERIFY(has("Sign in"));
        QVERIFY(field("User")->isEnabled());
    }

    void aNewCertificateIsShownAndTheSafeAnswerHasTheFocus()
    {
        show();
        showCertificate(false);
        signIn("right");
        QTRY_VERIFY(says(QStringLiteral("Is this the right server?")));
        QVERIFY(says(QStringLiteral("AB:12")));
        QCOMPARE(QApplication::focusWidget(), static_cast<QWidget *>(button(*m_page, QStringLiteral("Cancel"))));
        m_stage->service.refuses = false;
        button(*m_page, QStringLiteral("Trust this certificate"))->click();
        QVERIFY(m_stage->reaches(SignInStep::SignedIn));
    }

    void aChangedCertificateCannotBeTrustedHere()
    {
        m_stage->servers.setPin(QStringLiteral("camera.example:8002"), QStringLiteral("cd34"));
        show();
        showCertificate(true);
        signIn("right");
        QTRY_VERIFY(says(QStringLiteral("This is not the server you know")));
        QVERIFY(says(QStringLiteral("AB:12")) && says(QStringLiteral("CD:34")));
        QVERIFY(!has("Trust this certificate"));
        QVERIFY(has("Back"));
    }

    void aFirstPasswordIsReplacedBeforeAnythingElse()
    {
        m_stage->service.mustChange = true;
        m_stage->service.on("change_password", [this](const QJsonObject &) -> ScriptedService::Answer {
            m_stage->service.mustChange = false;
            return QByteArray("{\"changed\":true}");
        });
        show();
        signIn("first");
        QTRY_VERIFY(field("New password"));
        QCOMPARE(field("Password so far")->text(), QStringLiteral("first"));
        QVERIFY(field("New password")->hasFocus());
        type(field("New password"), "a much longer one");
        type(field("New password again"), "a much longer on");
        QTest::keyClick(field("New password again"), Qt::Key_Return);
        QVERIFY(says(QStringLiteral("The new passwords are not the same.")));
        QCOMPARE(m_stage->service.countOf("change_password"), 0);
        type(field("New password again"), "a much longer one");
        QTest::keyClick(field("New password again"), Qt::Key_Return);
        QVERIFY(m_stage->reaches(SignInStep::SignedIn));
    }

    void aLockedKeychainIsToldAboveTheForm()
    {
        m_stage->servers.remember(scriptedAddress(), QStringLiteral("alice"));
        m_stage->store.trouble = StoreTrouble::Locked;
        m_stage->flow.begin({}, {});
        QVERIFY(m_stage->reaches(SignInStep::Form));
        show();
        QVERIFY(says(wordsFor(StoreTrouble::Locked)));
    }
};

CS_WIDGET_TEST(TestSignInPage)
#include "tst_signinpage.moc"
