#include <QElapsedTimer>
#include <QMessageAuthenticationCode>
#include <QSignalSpy>
#include <QtEndian>

#include "client/eventfeed.h"
#include "client/websockettransport.h"
#include "console_client/servicerig.h"
#include "console_client/tcpproxy.h"
#include "models/cameramodel.h"
#include "support/testprogram.h"

using namespace cs;
using namespace std::chrono_literals;
using State = Session::State;

namespace {

const QString password = QStringLiteral("seven grey lanterns on the quay");

// RFC 6238 with the usual 30 s and six digits, made without the service's own code.
QString totpCode(const QString &base32Secret)
{
    const QString letters = QStringLiteral("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");
    QByteArray secret;
    quint32 bits = 0;
    int count = 0;
    for (const QChar letter : base32Secret) {
        if (!letters.contains(letter))
            continue;
        bits = bits << 5 | static_cast<quint32>(letters.indexOf(letter));
        count += 5;
        if (count >= 8) {
            count -= 8;
            secret += static_cast<char>(bits >> count & 0xff);
        }
    }
    QByteArray step(8, '\0');
    qToBigEndian<quint64>(static_cast<quint64>(QDateTime::currentSecsSinceEpoch() / 30), step.data());
    const QByteArray mac = QMessageAuthenticationCode::hash(step, secret, QCryptographicHash::Sha1);
    const auto number = qFromBigEndian<quint32>(mac.constData() + (mac.back() & 0x0f)) & 0x7fffffff;
    return QStringLiteral("%1").arg(number % 1000000, 6, 10, QLatin1Char('0'));
}

}  // namespace

// The console's client library against the real service.
class TestRealSession : public QObject {
    Q_OBJECT

    struct Console {
        explicit Console(SessionOptions options = {})
            : session([this](const ServerAddress &a) { return std::make_unique<WebSocketTransport>(a, pins); },
                      options),
              feed(session)
        {
            QObject::connect(&session, &Session::refreshTokenChanged, [this](const QString &token) { kept = token; });
            QObject::connect(&feed, &EventFeed::event,
                             [this](const QString &topic, const json::Value &params, qint64 seq) {
                                 const json::Value *name = params.member(u"name");
                                 if (topic == QLatin1String("camera_status_update") && name && name->asString())
                                     seen << QStringLiteral("%1 %2").arg(seq).arg(*name->asString());
                             });
            QObject::connect(&feed, &EventFeed::resyncNeeded, [this] { ++resyncs; });
        }
        bool reaches(State state, std::chrono::milliseconds limit = 5s)
        {
            return QTest::qWaitFor([&] { return session.state() == state; }, static_cast<int>(limit.count()));
        }
        Trouble trouble() const { return troubleOf(session.reason()); }
        // How often events of the camera of this name came.
        int sawCamera(const QString &name) const
        {
            return static_cast<int>(std::count_if(seen.begin(), seen.end(),
                                                  [&name](const QString &line) { return line.endsWith(u' ' + name); }));
        }
        bool sawOnce() const { return QSet<QString>(seen.begin(), seen.end()).size() == seen.size(); }

        MemoryPins pins;
        Session session;
        EventFeed feed;
        EventInterest interest = feed.want({"camera_status_update"});
        QString kept;
        QStringList seen;
        int resyncs = 0;
    };

    void addUser(const QString &name) { QCOMPARE(m_rig->makeUser(name, Role::Operator, password), password); }
    bool signIn(Console &console, const QString &name) { return signIn(console, m_rig->address(), name); }
    bool signIn(Console &console, const ServerAddress &address, const QString &name)
    {
        console.session.signIn(address, {name, password, {}});
        if (console.reaches(State::Live, 20s))
            return QTest::qWaitFor([&] { return console.feed.isCurrent(); });
        qWarning("%s", qPrintable(console.session.reason().message));
        return false;
    }
    void addCamera(const QString &name)
    {
        api::AddExternalStream::Params params;
        params.streamUrl = QStringLiteral("rtsp://127.0.0.1:1/") + name;
        params.streamName = name;
        const auto added = m_rig->admin<api::AddExternalStream>(params);
        QVERIFY2(added.ok(), added.ok() ? "" : qPrintable(added.error().message));
    }

    std::unique_ptr<ServiceRig> m_rig;

private Q_SLOTS:
    void initTestCase()
    {
        m_rig = std::make_unique<ServiceRig>(QStringList{"auth.access_token_minutes=1"});
        QVERIFY2(m_rig->start(), m_rig->log().right(3000).constData());
        addUser("olga");
    }
    void cleanupTestCase() { m_rig.reset(); }

    void passwordMustBeChangedFirst()
    {
        const QString firstPassword = m_rig->makeUser("fresh", Role::Viewer);
        Console console;
        QSignalSpy required(&console.session, &Session::passwordChangeRequired);
        console.session.signIn(m_rig->address(), {"fresh", firstPassword, {}});
        QVERIFY2(required.wait(20000), qPrintable(console.session.reason().message));
        QCOMPARE(console.session.state(), State::SigningIn);
        QVERIFY(!waitFor(console.session.changePassword("not the right one", password)).ok());
        QVERIFY(!waitFor(console.session.changePassword(firstPassword, "short")).ok());
        QCOMPARE(console.session.state(), State::SigningIn);
        QVERIFY(waitFor(console.session.changePassword(firstPassword, password)).ok());
        QVERIFY(console.reaches(State::Live));
        QVERIFY(waitFor(console.session.call<api::GetCameraList>()).ok());
        QVERIFY(!console.session.has(Role::Operator));
    }

    void wrongPasswordIsRefused()
    {
        Console console;
        console.session.signIn(m_rig->address(), {"olga", "not the password", {}});
        QVERIFY(console.reaches(State::SignedOut, 20s));
        QCOMPARE(console.trouble(), Trouble::WrongPassword);
        QVERIFY(console.kept.isEmpty());
    }

    void secondFactorIsAskedFor()
    {
        addUser("totti");
        Console console;
        QVERIFY(signIn(console, "totti"));
        const auto begun = waitFor(console.session.call<api::BeginTotp>({password}));
        QVERIFY(begun.ok());
        const auto confirmed = waitFor(console.session.call<api::ConfirmTotp>({totpCode(begun->secret)}));
        QVERIFY2(confirmed.ok(), confirmed.ok() ? "" : qPrintable(confirmed.error().message));
        console.session.signIn(m_rig->address(), {"totti", password, {}});
        QVERIFY(console.reaches(State::SignedOut, 20s));
        QCOMPARE(console.trouble(), Trouble::SecondFactorNeeded);
        console.session.signIn(m_rig->address(), {"totti", password, "000000"});
        QVERIFY(console.reaches(State::SignedOut, 20s));
        QCOMPARE(console.trouble(), Trouble::SecondFactorWrong);
        console.session.signIn(m_rig->address(), {"totti", password, confirmed->recoveryCodes.front()});
        QVERIFY(console.reaches(State::Live, 20s));
    }

    void rememberedSignInNeedsNoPassword()
    {
        Console first;
        QVERIFY(signIn(first, "olga"));
        const QString kept = first.kept;
        QVERIFY(!kept.isEmpty());
        Console second;
        second.session.resume(m_rig->address(), "olga", kept);
        QVERIFY(second.reaches(State::Live, 20s));
        QVERIFY(!second.kept.isEmpty() && second.kept != kept);
        // After signing out it is of no use to anybody.
        const QString last = second.kept;
        second.session.signOut();
        QTest::qWait(500);
        Console third;
        third.session.resume(m_rig->address(), "olga", last);
        QVERIFY(third.reaches(State::SignedOut, 20s));
        QCOMPARE(third.trouble(), Trouble::SignInOver);
    }

    void userWhoIsDisabledIsOutWithinSeconds()
    {
        addUser("dora");
        Console console;
        QVERIFY(signIn(console, "dora"));
        api::UpdateUser::Params params;
        params.username = QStringLiteral("dora");
        params.enabled = false;
        QVERIFY(m_rig->admin<api::UpdateUser>(params).ok());
        QVERIFY(console.reaches(State::SignedOut));
        QCOMPARE(console.trouble(), Trouble::UserDisabled);
        QVERIFY(!console.feed.isCurrent());
        QVERIFY(console.kept.isEmpty());
    }

    void sessionThatAnAdminEndedIsOut()
    {
        Console console;
        QVERIFY(signIn(console, "olga"));
        QVERIFY(m_rig->admin<api::EndSession>({SessionId(console.session.sessionId())}).ok());
        QVERIFY(console.reaches(State::SignedOut));
        QCOMPARE(console.trouble(), Trouble::EndedByAdmin);
    }

    void cutNetworkIsNoticedAndMissedEventsComeOnce()
    {
        TcpProxy proxy(m_rig->port());
        ServerAddress address = m_rig->address();
        address.port = proxy.port();
        Console console;
        QVERIFY(signIn(console, address, "olga"));
        addCamera("before-the-cut");
        QTRY_VERIFY(console.sawCamera("before-the-cut") > 0);
        proxy.cut();
        QElapsedTimer timer;
        timer.start();
        QVERIFY(console.reaches(State::Reconnecting));
        qInfo("noticed after %lld ms", timer.elapsed());
        QVERIFY(!console.feed.isCurrent());
        for (const char *name : {"away-1", "away-2", "away-3"})
            addCamera(QString::fromLatin1(name));
        QTest::qWait(3000);
        QCOMPARE(console.sawCamera("away-1"), 0);
        const int resyncs = console.resyncs;
        proxy.restore();
        timer.restart();
        QVERIFY(console.reaches(State::Live, 20s));
        qInfo("back after %lld ms", timer.elapsed());
        QTRY_VERIFY(console.feed.isCurrent());
        for (const char *name : {"away-1", "away-2", "away-3"})
            QVERIFY2(console.sawCamera(QString::fromLatin1(name)) > 0, name);
        QVERIFY2(console.sawOnce(), qPrintable(console.seen.join(u'\n')));
        QCOMPARE(console.resyncs, resyncs);
    }

    void killedServiceIsFoundAgain()
    {
        Console console;
        CameraModel model(console.session, console.feed);
        QVERIFY(signIn(console, "olga"));
        QTRY_VERIFY(!model.isStale());
        QElapsedTimer timer;
        timer.start();
        m_rig->kill();
        QVERIFY(console.reaches(State::Reconnecting));
        qInfo("noticed after %lld ms", timer.elapsed());
        QVERIFY(model.isStale());
        QVERIFY(model.rowCount() > 0);
        QTest::qWait(2000);
        QVERIFY2(m_rig->start(), m_rig->log().right(3000).constData());
        addCamera("after-the-kill");
        timer.restart();
        QVERIFY(console.reaches(State::Live, 20s));
        qInfo("back after %lld ms", timer.elapsed());
        QTRY_VERIFY(!model.isStale());
        const auto shows = [&model](const QString &name) {
            for (int row = 0; row < model.rowCount(); ++row) {
                if (model.entry(row).row.name == name)
                    return true;
            }
            return false;
        };
        QTRY_VERIFY(shows("after-the-kill"));
        QVERIFY2(console.sawOnce(), qPrintable(console.seen.join(u'\n')));
        QVERIFY(console.sawCamera("after-the-kill") > 0 || console.resyncs > 1);
        // A camera that goes leaves the table.
        QVERIFY(m_rig->admin<api::RemoveExternalStream>({QStringLiteral("rtsp://127.0.0.1:1/after-the-kill")}).ok());
        QTRY_VERIFY(!shows("after-the-kill"));
    }

    void unknownCertificateIsShownAndThenPinned()
    {
        Console console;
        const ServerAddress address = m_rig->address(true);
        console.session.signIn(address, {"olga", password, {}});
        QVERIFY(console.reaches(State::SignedOut, 20s));
        QCOMPARE(console.trouble(), Trouble::CertificateUnknown);
        const QString fingerprint = fingerprintOf(console.session.reason());
        QCOMPARE(fingerprint.size(), 64);
        QVERIFY(m_rig->log().contains(fingerprint.toUtf8()));
        console.pins.setPin(address.key(), fingerprint);
        QVERIFY(signIn(console, address, "olga"));
        console.pins.setPin(address.key(), QString(64, u'0'));
        console.session.signIn(address, {"olga", password, {}});
        QVERIFY(console.reaches(State::SignedOut, 20s));
        QCOMPARE(console.trouble(), Trouble::CertificateChanged);
        QCOMPARE(fingerprintOf(console.session.reason()), fingerprint);
    }

    // The access token lives a minute here.
    void sessionsOutliveTheirTokens()
    {
        SessionOptions late;
        late.renewEarly = false;
        Console lazy(late);
        Console prompt;
        QVERIFY(signIn(lazy, "olga"));
        QVERIFY(signIn(prompt, "olga"));
        QSignalSpy lazyStates(&lazy.session, &Session::stateChanged);
        QSignalSpy promptStates(&prompt.session, &Session::stateChanged);
        QTest::qWait(66000);
        // One was ended and came back by its refresh token, the other never noticed.
        QVERIFY(lazyStates.count() >= 2);
        QTRY_VERIFY(lazy.session.isLive() && lazy.feed.isCurrent());
        QCOMPARE(promptStates.count(), 0);
        QVERIFY(prompt.session.isLive());
        addCamera("after-the-token");
        QTRY_VERIFY(lazy.sawCamera("after-the-token") > 0);
        QTRY_VERIFY(prompt.sawCamera("after-the-token") > 0);
    }
};

CS_TEST(TestRealSession)
#include "moc_tcpproxy.cpp"
#include "tst_realsession.moc"
