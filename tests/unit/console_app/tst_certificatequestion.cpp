#include <QTest>
#include <QWebSocketServer>

#include "client/websockettransport.h"
#include "support/testprogram.h"
#include "support/tlsrig.h"
#include "unit/console_app/signinfixture.h"

using namespace cs;
using Step = SignInFlow::Step;

// Signing in at a real TLS port whose certificate nobody vouches for. The first function makes the first connection of
// its process.
class TestCertificateQuestion : public QObject {
    Q_OBJECT

    // A console that has just been started, with the settings of the one before.
    struct Start {
        explicit Start(QSettings &settings)
            : servers(settings),
              session([this](const ServerAddress &address) {
                  return std::make_unique<WebSocketTransport>(address, servers);
              }),
              flow(session, store, servers)
        {
            QObject::connect(&flow, &SignInFlow::changed, [this] {
                if (flow.step() == Step::Certificate)
                    asked << QLatin1String(flow.certificateChanged() ? "changed " : "new ") + flow.fingerprint();
            });
        }
        bool asks()
        {
            return QTest::qWaitFor([this] { return flow.step() == Step::Certificate; });
        }
        bool passes()
        {
            return QTest::qWaitFor([this] { return session.state() == Session::State::SigningIn; });
        }

        ScriptedStore store;
        ServerList servers;
        Session session;
        SignInFlow flow;
        // What each question showed the moment it was put.
        QStringList asked;
    };

    void serve()
    {
        m_web.close();
        m_web.setSslConfiguration(m_certificate.source()()->configuration);
        QVERIFY(m_web.listen(QHostAddress::LocalHost, m_port));
        m_port = m_web.serverPort();
    }
    SignInEntry entry() const
    {
        const QString address = QStringLiteral("wss://127.0.0.1:%1/ws").arg(m_port);
        return {address, {QStringLiteral("alice"), QStringLiteral("right"), {}}, false};
    }

    QTemporaryDir m_folder;
    QSettings m_settings{m_folder.filePath(QStringLiteral("console.ini")), QSettings::IniFormat};
    TestCertificate m_certificate;
    QWebSocketServer m_web{QStringLiteral("test"), QWebSocketServer::SecureMode};
    quint16 m_port = 0;

private Q_SLOTS:
    void initTestCase() { serve(); }

    void theVeryFirstAttemptShowsTheFingerprint()
    {
        Start console(m_settings);
        console.flow.signIn(entry());
        QVERIFY(console.asks());
        QCOMPARE(console.asked, QStringList(QLatin1String("new ") + m_certificate.fingerprint()));
        console.flow.acceptCertificate();
        QVERIFY(console.passes());
        QCOMPARE(console.asked.size(), 1);
    }

    void whatWasAcceptedIsNotAskedForAgain()
    {
        Start console(m_settings);
        console.flow.signIn(entry());
        QVERIFY(console.passes());
        QCOMPARE(console.asked, QStringList());
    }

    void theFirstAttemptAfterAChangeRefusesTheOtherCertificate()
    {
        const QString accepted = m_certificate.fingerprint();
        m_certificate.renew();
        serve();
        Start console(m_settings);
        console.flow.signIn(entry());
        QVERIFY(console.asks());
        QCOMPARE(console.asked, QStringList(QLatin1String("changed ") + m_certificate.fingerprint()));
        QCOMPARE(console.flow.acceptedFingerprint(), accepted);
        console.flow.acceptCertificate();
        QCOMPARE(console.flow.step(), Step::Certificate);
        QCOMPARE(console.flow.acceptedFingerprint(), accepted);
    }
};

CS_TEST(TestCertificateQuestion)
#include "tst_certificatequestion.moc"
