#include <QFile>
#include <QSignalSpy>
#include <QTest>

#include "console_app/signinfixture.h"
#include "credentials/claimedstore.h"
#include "models/words.h"
#include "support/testprogram.h"

using namespace cs;
using Step = SignInFlow::Step;

class TestSignInFlow : public QObject {
    Q_OBJECT

    std::unique_ptr<SignInStage> m_stage;

    static ErrorObject refusal(const QString &reason) { return ScriptedService::unauthenticated(qPrintable(reason)); }

private Q_SLOTS:
    void init() { m_stage = std::make_unique<SignInStage>(); }
    void cleanup() { m_stage.reset(); }

    void signInIsRememberedWithItsSecretInTheKeychainOnly()
    {
        m_stage->type(QStringLiteral("right-horse"));
        QVERIFY(m_stage->reaches(Step::SignedIn));
        QCOMPARE(m_stage->store.secrets.value(m_stage->key()), m_stage->service.refreshToken());
        QCOMPARE(m_stage->servers.lastUsed()->userName, QStringLiteral("alice"));
        QVERIFY(m_stage->flow.entry().login.password.isEmpty());
        m_stage->settings.sync();
        QFile file(m_stage->settings.fileName());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        QVERIFY(text.contains("alice"));
        QVERIFY(!text.contains("refresh-") && !text.contains("right-horse"));
    }

    void signInThatShallNotBeKeptLeavesNothingInTheKeychain()
    {
        m_stage->store.secrets[m_stage->key()] = QStringLiteral("older");
        m_stage->type(QStringLiteral("right"), {}, false);
        QVERIFY(m_stage->reaches(Step::SignedIn));
        QVERIFY(m_stage->store.secrets.isEmpty());
        QVERIFY(m_stage->store.writes.isEmpty());
    }

    void startTakesUpTheRememberedSignIn()
    {
        m_stage->servers.remember(scriptedAddress(), QStringLiteral("alice"));
        m_stage->store.secrets[m_stage->key()] = m_stage->service.refreshToken();
        m_stage->flow.begin({}, {});
        QVERIFY(m_stage->reaches(Step::SignedIn));
        QCOMPARE(m_stage->service.countOf("login"), 0);
        QCOMPARE(m_stage->store.secrets.value(m_stage->key()), m_stage->service.refreshToken());
    }

    void startWithoutAnythingShowsTheForm()
    {
        m_stage->flow.begin({}, {});
        QCOMPARE(m_stage->flow.step(), Step::Form);
        QVERIFY(m_stage->flow.trouble().isEmpty());
        QCOMPARE(m_stage->store.reads, 0);
    }

    void commandLineNamesServerAndUser()
    {
        m_stage->servers.remember(scriptedAddress(), QStringLiteral("alice"));
        m_stage->flow.begin(QStringLiteral("other.example"), QStringLiteral("bob"));
        QCOMPARE(m_stage->flow.step(), Step::Form);
        QCOMPARE(m_stage->flow.entry().address, QStringLiteral("other.example"));
        QCOMPARE(m_stage->flow.entry().login.user, QStringLiteral("bob"));
    }

    void eachTroubleOfTheKeychainHasItsOwnWords_data()
    {
        QTest::addColumn<int>("trouble");
        QTest::newRow("none") << static_cast<int>(StoreTrouble::NoKeychain);
        QTest::newRow("locked") << static_cast<int>(StoreTrouble::Locked);
        QTest::newRow("denied") << static_cast<int>(StoreTrouble::Denied);
    }
    void eachTroubleOfTheKeychainHasItsOwnWords()
    {
        QFETCH(int, trouble);
        m_stage->store.trouble = static_cast<StoreTrouble>(trouble);
        QSignalSpy told(&m_stage->flow, &SignInFlow::notKept);
        m_stage->type(QStringLiteral("right"));
        QVERIFY(m_stage->reaches(Step::SignedIn));
        QTRY_COMPARE(told.size(), 1);
        QCOMPARE(told.first().first().toString(), wordsFor(static_cast<StoreTrouble>(trouble)));
    }

    void lockedKeychainAtTheStartIsSaidAboveTheForm()
    {
        m_stage->servers.remember(scriptedAddress(), QStringLiteral("alice"));
        m_stage->store.trouble = StoreTrouble::Locked;
        m_stage->flow.begin({}, {});
        QVERIFY(m_stage->reaches(Step::Form));
        QCOMPARE(m_stage->flow.trouble(), wordsFor(StoreTrouble::Locked));
    }

    void wrongPasswordKeepsWhatWasTyped()
    {
        m_stage->service.on("login", [](const QJsonObject &) -> ScriptedService::Answer {
            return refusal(QStringLiteral("the name or the password is wrong"));
        });
        m_stage->type(QStringLiteral("wrong"));
        QVERIFY(m_stage->reaches(Step::Form));
        QVERIFY(!m_stage->flow.trouble().isEmpty());
        QVERIFY(!m_stage->flow.needsCode());
        QCOMPARE(m_stage->flow.entry().address, m_stage->address);
        QCOMPARE(m_stage->flow.entry().login.user, QStringLiteral("alice"));
    }

    void passwordThatMustBeChangedIsAskedForBeforeAnythingElse()
    {
        m_stage->service.mustChange = true;
        m_stage->service.on("change_password", [this](const QJsonObject &) -> ScriptedService::Answer {
            m_stage->service.mustChange = false;
            return QByteArray(R"({"changed":true})");
        });
        m_stage->type(QStringLiteral("first"));
        QVERIFY(m_stage->reaches(Step::NewPassword));
        m_stage->flow.changePassword(QStringLiteral("first"), QStringLiteral("a much longer one"));
        QVERIFY(m_stage->reaches(Step::SignedIn));
        QCOMPARE(m_stage->service.lastParams("change_password").value(QLatin1String("new_password")).toString(),
                 QStringLiteral("a much longer one"));
    }

    void signInThatIsGivenUpStaysRemembered()
    {
        m_stage->servers.remember(scriptedAddress(), QStringLiteral("alice"));
        m_stage->store.secrets[m_stage->key()] = QStringLiteral("kept");
        m_stage->service.refuses = true;
        m_stage->flow.begin({}, {});
        QVERIFY(QTest::qWaitFor([&] { return m_stage->session.state() == Session::State::Reconnecting; }));
        QCOMPARE(m_stage->flow.step(), Step::Busy);
        QVERIFY(!m_stage->flow.trouble().isEmpty());
        m_stage->flow.cancel();
        QCOMPARE(m_stage->flow.step(), Step::Form);
        QCOMPARE(m_stage->store.secrets.value(m_stage->key()), QStringLiteral("kept"));
    }

    void signingOutForgetsTheSecret()
    {
        m_stage->type(QStringLiteral("right"));
        QVERIFY(m_stage->reaches(Step::SignedIn));
        m_stage->flow.signOut();
        QVERIFY(m_stage->reaches(Step::Form));
        QTRY_VERIFY(m_stage->store.secrets.isEmpty());
        QVERIFY(m_stage->flow.trouble().isEmpty());
    }

    void lossOfTheConnectionIsNoMatterOfSigningIn()
    {
        m_stage->type(QStringLiteral("right"));
        QVERIFY(m_stage->reaches(Step::SignedIn));
        m_stage->service.drop();
        QVERIFY(QTest::qWaitFor([&] { return m_stage->session.state() == Session::State::Reconnecting; }));
        QCOMPARE(m_stage->flow.step(), Step::SignedIn);
        QVERIFY(QTest::qWaitFor([&] { return m_stage->session.isLive(); }));
        QCOMPARE(m_stage->flow.step(), Step::SignedIn);
    }

    void unknownCertificateIsAskedForAndPinnedOnceAccepted()
    {
        m_stage->showCertificate(Trouble::CertificateUnknown, QStringLiteral("ab12"));
        m_stage->type(QStringLiteral("right"));
        QVERIFY(m_stage->reaches(Step::Certificate));
        QCOMPARE(m_stage->flow.fingerprint(), QStringLiteral("ab12"));
        QVERIFY(m_stage->servers.pin(QStringLiteral("camera.example:8002")).isEmpty());
        m_stage->service.refuses = false;
        m_stage->flow.acceptCertificate();
        QCOMPARE(m_stage->servers.pin(QStringLiteral("camera.example:8002")), QStringLiteral("ab12"));
        QVERIFY(m_stage->reaches(Step::SignedIn));
    }

    void changedCertificateCannotBeAccepted()
    {
        m_stage->servers.setPin(QStringLiteral("camera.example:8002"), QStringLiteral("known"));
        m_stage->showCertificate(Trouble::CertificateChanged, QStringLiteral("other"));
        m_stage->type(QStringLiteral("right"));
        QVERIFY(m_stage->reaches(Step::Certificate));
        QVERIFY(m_stage->flow.certificateChanged());
        m_stage->flow.acceptCertificate();
        QCOMPARE(m_stage->servers.pin(QStringLiteral("camera.example:8002")), QStringLiteral("known"));
        QCOMPARE(m_stage->flow.step(), Step::Certificate);
    }

    void everyQuestionIsAboutTheCertificateOfItsOwnAttempt()
    {
        QStringList asked;
        connect(&m_stage->flow, &SignInFlow::changed, &m_stage->flow, [&] {
            if (m_stage->flow.step() == Step::Certificate)
                asked << QLatin1String(m_stage->flow.certificateChanged() ? "changed " : "new ")
                             + m_stage->flow.fingerprint();
        });
        const auto tryWith = [&](Trouble trouble, const char *fingerprint) {
            m_stage->showCertificate(trouble, QString::fromLatin1(fingerprint));
            m_stage->type(QStringLiteral("right"));
            const bool seen = m_stage->reaches(Step::Certificate);
            m_stage->flow.cancel();
            return seen;
        };
        QVERIFY(tryWith(Trouble::CertificateUnknown, "ab12"));
        QVERIFY(tryWith(Trouble::CertificateUnknown, "cd34"));
        QVERIFY(tryWith(Trouble::CertificateChanged, "ef56"));
        QCOMPARE(asked, QStringList({"new ab12", "new cd34", "changed ef56"}));
    }

    void certificateThatChangesWhileSignedInIsRefusedAsSuch()
    {
        m_stage->type(QStringLiteral("right"));
        QVERIFY(m_stage->reaches(Step::SignedIn));
        m_stage->showCertificate(Trouble::CertificateChanged, QStringLiteral("other"));
        m_stage->service.drop();
        QVERIFY(m_stage->reaches(Step::Certificate));
        QVERIFY(m_stage->flow.certificateChanged());
        QCOMPARE(m_stage->flow.fingerprint(), QStringLiteral("other"));
        // The sign-in itself is as good as before.
        QVERIFY(m_stage->store.secrets.contains(m_stage->key()));
    }

    void aSecondConsoleSignsInForItselfAndBothGoOn()
    {
        ClaimedStore firsts(m_stage->store, m_stage->folder.path());
        ClaimedStore seconds(m_stage->store, m_stage->folder.path());
        SignInStage first(&firsts);
        SignInStage second(&seconds);
        first.type(QStringLiteral("right"));
        QVERIFY(first.reaches(Step::SignedIn));
        QTRY_COMPARE(m_stage->store.secrets.value(first.key()), first.service.refreshToken());

        QSignalSpy told(&second.flow, &SignInFlow::notKept);
        second.servers.remember(scriptedAddress(), QStringLiteral("alice"));
        second.flow.begin({}, {});
        QVERIFY(second.reaches(Step::Form));
        QCOMPARE(second.flow.trouble(), wordsFor(StoreTrouble::InUse));
        QCOMPARE(second.service.countOf("refresh_token"), 0);
        second.type(QStringLiteral("right"));
        QVERIFY(second.reaches(Step::SignedIn));
        QTRY_COMPARE(told.size(), 1);
        QCOMPARE(told.first().first().toString(), wordsFor(StoreTrouble::InUse));

        // Neither a renewal nor the sign-out of the second is any matter of the first.
        Q_EMIT second.session.refreshTokenChanged(QStringLiteral("renewed"));
        QCOMPARE(told.size(), 1);
        second.flow.signOut();
        QVERIFY(second.reaches(Step::Form));
        QCOMPARE(m_stage->store.secrets.value(first.key()), first.service.refreshToken());
        QVERIFY(first.session.isLive());
    }

    void newestOfTwoTokensIsTheOneThatIsKept()
    {
        ScriptedStore store;
        store.slow = true;
        TokenKeeper keeper(store);
        keeper.keep(QStringLiteral("k"), QStringLiteral("one"));
        keeper.keep(QStringLiteral("k"), QStringLiteral("two"));
        keeper.keep(QStringLiteral("k"), QStringLiteral("three"));
        QCOMPARE(store.writes, QStringList{QStringLiteral("one")});
        store.pending[0].finish(Done{});
        QTRY_COMPARE(store.writes, (QStringList{QStringLiteral("one"), QStringLiteral("three")}));
        store.pending[1].finish(Done{});
        QTRY_COMPARE(store.secrets.value(QStringLiteral("k")), QStringLiteral("three"));
    }
};

CS_TEST(TestSignInFlow)
#include "tst_signinflow.moc"
