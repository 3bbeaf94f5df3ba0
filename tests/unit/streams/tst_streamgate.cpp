
#include "auth/sessions.h"
#include "auth/tickets.h"
#include "auth/tokengate.h"
#include "streams/streamgate.h"
#include "support/manualclock.h"
#include "support/testprogram.h"

using namespace cs;
using namespace std::chrono_literals;
using PlainUrls = StreamGateOptions::PlainUrls;

namespace {

const auto Here = QStringLiteral("192.0.2.1");
const auto There = QStringLiteral("192.0.2.2");
const auto Camera0 = QStringLiteral("camera0");
const auto Camera1 = QStringLiteral("camera1");

StreamRequest viewing(const QString &path, const QString &ip, const QByteArray &token = {})
{
    StreamRequest request;
    request.ip = ip;
    request.action = QStringLiteral("read");
    request.path = path;
    request.protocol = QStringLiteral("rtsp");
    request.token = QString::fromLatin1(token);
    request.id = QStringLiteral("6c66fddf-22af-4c87-9ea4-4542ab8152ad");
    return request;
}

}  // namespace

class TestStreamGate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_gate = std::make_unique<TokenGate>(m_authority, m_clock);
        m_sessions = std::make_unique<Sessions>(*m_gate, m_clock);
        m_tickets = std::make_unique<Tickets>(QByteArray(32, 't'), m_sessions->view(), m_clock);
    }

    void ticketOpensItsCameraFromAnywhereInEveryMode_data() { modes(); }
    void ticketOpensItsCameraFromAnywhereInEveryMode()
    {
        auto gate = gateFor();
        const auto token = ticket(signIn(1, Here));
        QVERIFY(gate.admit(viewing(Camera0, There, token)));
        QVERIFY(gate.admit(viewing(Camera0, QStringLiteral("2001:db8::9"), token)));
    }

    void wrongTokensAreRefusedInEveryMode_data() { modes(); }
    void wrongTokensAreRefusedInEveryMode()
    {
        auto gate = gateFor();
        const Principal alice = signIn(1, Here);
        const auto good = ticket(alice);
        QVERIFY(!gate.admit(viewing(Camera1, Here, good)));
        QVERIFY(!gate.admit(viewing(Camera0, Here, "nonsense")));
        QVERIFY(!gate.admit(viewing(Camera0, Here, good + 'x')));
        const auto file = m_tickets->mint(TicketKind::File, Camera0, alice, 1min);
        QVERIFY(!gate.admit(viewing(Camera0, Here, file)));
        const Tickets foreign(QByteArray(32, 'f'), m_sessions->view(), m_clock);
        QVERIFY(!gate.admit(viewing(Camera0, Here, foreign.mint(TicketKind::Stream, Camera0, alice, 1min))));
        m_clock.advance(2min);
        QVERIFY(!gate.admit(viewing(Camera0, Here, good)));
    }

    void ticketDiesWithItsSession()
    {
        StreamGate gate(m_sessions->view(), *m_tickets, m_policy, {PlainUrls::Denied, {}});
        const auto token = ticket(signIn(1, Here));
        QVERIFY(gate.admit(viewing(Camera0, There, token)));
        m_sessions->connectionClosed(ConnectionId(1));
        QVERIFY(!gate.admit(viewing(Camera0, There, token)));
    }

    void tokenOfHlsAndWebRtcIsInTheQuery()
    {
        StreamGate gate(m_sessions->view(), *m_tickets, m_policy, {PlainUrls::Denied, {}});
        const auto token = QString::fromLatin1(ticket(signIn(1, Here)));
        auto request = viewing(Camera0, There);
        for (const char *protocol : {"hls", "webrtc"}) {
            request.protocol = QLatin1String(protocol);
            request.query = QStringLiteral("cookieCheck=1&token=") + token;
            QVERIFY(gate.admit(request));
            request.query = QStringLiteral("mytoken=") + token;
            QVERIFY(!gate.admit(request));
        }
        // MediaMTX's pages ask before there is a session.
        request.query = QStringLiteral("token=") + token;
        request.id.clear();
        QVERIFY(gate.admit(request));
    }

    void twoTokensAreNotNone()
    {
        StreamGate gate(m_sessions->view(), *m_tickets, m_policy, {PlainUrls::Open, {}});
        auto request = viewing(Camera0, Here);
        request.query = QStringLiteral("token=a&token=b");
        QVERIFY(!gate.admit(request));
    }

    void halfALoginIsNoPlainAddress()
    {
        StreamGate gate(m_sessions->view(), *m_tickets, m_policy, {PlainUrls::Open, {}});
        auto request = viewing(Camera0, Here);
        request.query = QStringLiteral("token=");
        QVERIFY(!gate.admit(request));
        request.query.clear();
        QVERIFY(gate.admit(request));
        request.user = QStringLiteral("alice");
        QVERIFY(!gate.admit(request));
    }

    void plainAddressPlaysWhereASocketIsSignedIn()
    {
        StreamGate gate(m_sessions->view(), *m_tickets, m_policy, {});
        QVERIFY(!gate.admit(viewing(Camera0, Here)));
        signIn(1, Here);
        QVERIFY(gate.admit(viewing(Camera0, Here)));
        QVERIFY(gate.admit(viewing(Camera0, QStringLiteral("::ffff:192.0.2.1"))));
        QVERIFY(!gate.admit(viewing(Camera0, There)));
        m_sessions->connectionClosed(ConnectionId(1));
        QVERIFY(!gate.admit(viewing(Camera0, Here)));
    }

    void loopbackIsAnAddressLikeAnyOther()
    {
        StreamGate gate(m_sessions->view(), *m_tickets, m_policy, {});
        const auto loopback = QStringLiteral("127.0.0.1");
        QVERIFY(!gate.admit(viewing(Camera0, loopback)));
        signIn(1, loopback);
        QVERIFY(gate.admit(viewing(Camera0, loopback)));
        QVERIFY(!gate.admit(viewing(Camera0, QStringLiteral("127.0.0.2"))));
        QVERIFY(!gate.admit(viewing(Camera0, QStringLiteral("::1"))));
    }

    void trustedProxiesAreNobodysAddress()
    {
        StreamGate gate(m_sessions->view(), *m_tickets, m_policy,
                        {PlainUrls::SignedInAddress,
                         {QStringLiteral("192.0.2.1"), QStringLiteral("10.0.0.0/8"), QStringLiteral("2001:db8::/32"),
                          QStringLiteral("nonsense")}});
        int connection = 0;
        for (const char *proxy : {"192.0.2.1", "10.20.30.40", "2001:db8::7", "::ffff:10.1.1.1"}) {
            const Principal alice = signIn(++connection, QLatin1String(proxy));
            QVERIFY2(!gate.admit(viewing(Camera0, QLatin1String(proxy))), proxy);
            QVERIFY(gate.admit(viewing(Camera0, QLatin1String(proxy), ticket(alice))));
        }
        signIn(++connection, There);
        QVERIFY(gate.admit(viewing(Camera0, There)));
    }

    void plainAddressNeverPlaysWhereDenied()
    {
        StreamGate gate(m_sessions->view(), *m_tickets, m_policy, {PlainUrls::Denied, {}});
        signIn(1, Here);
        QVERIFY(!gate.admit(viewing(Camera0, Here)));
    }

    void plainAddressAlwaysPlaysWhereOpen()
    {
        StreamGate gate(m_sessions->view(), *m_tickets, m_policy, {PlainUrls::Open, {}});
        QVERIFY(gate.admit(viewing(Camera0, There)));
        QVERIFY(gate.admit(viewing(QStringLiteral("camera999"), There)));
    }

    void onlyCamerasCanBeReadAndNothingElseDone_data()
    {
        QTest::addColumn<QString>("action");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("protocol");
        const auto row = [](const char *action, const char *path, const char *protocol) {
            QTest::addRow("%s %s %s", action, path, protocol)
                << QString::fromLatin1(action) << QString::fromLatin1(path) << QString::fromLatin1(protocol);
        };
        for (const char *action : {"publish", "playback", "api", "metrics", "pprof", "", "READ", "read "})
            row(action, "camera0", "rtsp");
        for (const char *path :
             {"manual/camera0", "camera0/x", "", "camera", "camera00", "camera01", "camera-1", "Camera0", "camera0 ",
              "/camera0", "all_others", "camera99999999999", "camera0\n", "x"})
            row("read", path, "rtsp");
        for (const char *protocol : {"rtmp", "srt", "moq", "", "RTSP"})
            row("read", "camera0", protocol);
    }

    void onlyCamerasCanBeReadAndNothingElseDone()
    {
        QFETCH(QString, action);
        QFETCH(QString, path);
        QFETCH(QString, protocol);
        StreamGate gate(m_sessions->view(), *m_tickets, m_policy, {PlainUrls::Open, {}});
        const Principal alice = signIn(1, Here);
        for (const QByteArray &token : {QByteArray(), m_tickets->mint(TicketKind::Stream, path, alice, 1min)}) {
            auto request = viewing(path, Here, token);
            request.action = action;
            request.protocol = protocol;
            QVERIFY(!gate.admit(request));
        }
    }

    void whatIsNoAddressIsNobody()
    {
        StreamGate gate(m_sessions->view(), *m_tickets, m_policy, {});
        for (const char *ip : {"", "localhost", "192.0.2.1, 192.0.2.2", "<nil>"}) {
            signIn(1, QLatin1String(ip));
            QVERIFY2(!gate.admit(viewing(Camera0, QLatin1String(ip))), ip);
        }
    }

private:
    static void modes()
    {
        QTest::addColumn<int>("mode");
        QTest::newRow("signed_in_address") << static_cast<int>(PlainUrls::SignedInAddress);
        QTest::newRow("denied") << static_cast<int>(PlainUrls::Denied);
        QTest::newRow("open") << static_cast<int>(PlainUrls::Open);
    }
    StreamGate gateFor() const
    {
        QFETCH(int, mode);
        return StreamGate(m_sessions->view(), *m_tickets, m_policy, {static_cast<PlainUrls>(mode), {}});
    }
    Principal signIn(int connection, const QString &address)
    {
        const auto token = m_authority.issue(QStringLiteral("alice"), Role::Viewer, 1h);
        return m_sessions->signIn(ConnectionId(connection), address, token->text)->principal;
    }
    QByteArray ticket(const Principal &principal) const
    {
        return m_tickets->mint(TicketKind::Stream, Camera0, principal, 1min);
    }

    ManualClock m_clock;
    TokenAuthority m_authority{QByteArray(32, 's'), m_clock};
    AccessPolicy m_policy;
    std::unique_ptr<TokenGate> m_gate;
    std::unique_ptr<Sessions> m_sessions;
    std::unique_ptr<Tickets> m_tickets;
};

CS_TEST(TestStreamGate)
#include "tst_streamgate.moc"
