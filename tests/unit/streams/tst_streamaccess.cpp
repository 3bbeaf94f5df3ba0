
#include "auth/sessions.h"
#include "auth/tickets.h"
#include "auth/tokengate.h"
#include "streams/streamgate.h"
#include "streams/streamlinks.h"
#include "support/manualclock.h"
#include "support/mediamtxrig.h"
#include "support/statusprobe.h"
#include "support/testprogram.h"
#include "support/toolprocess.h"

using namespace cs;
using namespace std::chrono_literals;
using PlainUrls = StreamGateOptions::PlainUrls;

namespace {

const auto Loopback = QStringLiteral("127.0.0.1");
const auto SignedIn = QStringLiteral("127.0.0.1");
const auto Elsewhere = QStringLiteral("127.0.0.2");
const auto PathName = QStringLiteral("camera0");
const auto Manual = QStringLiteral("manual/camera0");

// A gate whose mode can be changed between tests.
class SwitchableGate final : public StreamAuthority {
public:
    explicit SwitchableGate(std::function<std::unique_ptr<StreamGate>(PlainUrls)> make) : m_make(std::move(make))
    {
        setMode(PlainUrls::SignedInAddress);
    }
    void setMode(PlainUrls mode)
    {
        const QMutexLocker lock(&m_mutex);
        m_gate = m_make(mode);
    }
    bool admit(const StreamRequest &request) override
    {
        const QMutexLocker lock(&m_mutex);
        return m_gate->admit(request);
    }

private:
    std::function<std::unique_ptr<StreamGate>(PlainUrls)> m_make;
    QMutex m_mutex;
    std::unique_ptr<StreamGate> m_gate;
};

}  // namespace

// Real viewers at a real MediaMTX, over every protocol.
class TestStreamAccess : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const QString problem = m_rig.prepare();
        QVERIFY2(problem.isEmpty(), qPrintable(problem));
        QVERIFY(waitFor(m_rig.server->setPath({PathName, {}, false, {}})).ok());
        QVERIFY(m_rig.startAndWait());
        m_camera = std::make_unique<TestPublisher>(m_rig.server->rtspBase()
                                                   + "/camera0?token=" + m_rig.tokens.forPublisher(PathName));
        const auto live = [](const PathState &state) { return state.available && state.inboundBytes > 0; };
        QVERIFY2(m_rig.waitForPath(PathName, live), m_camera->output());
        const QByteArray source = m_rig.server->rtspBase() + "/camera0?token=" + m_rig.tokens.forReader(PathName);
        QVERIFY(waitFor(m_rig.server->setPath({Manual, source, false, {}, PathSpec::Visibility::Hidden})).ok());
        QVERIFY(m_rig.waitForPath(Manual, live));
        m_links = std::make_unique<StreamLinks>(
            StreamLinks::Ports{m_rig.options.rtspPort, m_rig.options.hlsPort, m_rig.options.webrtcPort});
        m_principal = m_sessions
                          .signIn(ConnectionId(1), SignedIn,
                                  m_authority.issue(QStringLiteral("alice"), Role::Viewer, 1h)->text)
                          ->principal;
    }

    void init() { m_gate.setMode(PlainUrls::SignedInAddress); }

    void addressesWithATokenPlay()
    {
        m_gate.setMode(PlainUrls::Denied);
        const QByteArray token = ticket();
        QVERIFY(isPlayable(m_links->rtsp(CameraId(0), Loopback, token).toLatin1()));
        QVERIFY(isPlayable(m_links->hls(CameraId(0), Loopback, token).toLatin1()));
        QCOMPARE(whep(Elsewhere, "/camera0/whep?token=" + token)->status(), 201);
        // MediaMTX's own page, as a browser asks for it after the first redirect.
        QCOMPARE(get(Elsewhere, m_rig.options.webrtcPort, "/camera0/?token=" + token)->status(), 200);
    }

    void wrongTokensAreRefusedOverEveryProtocol()
    {
        // Open, so that nothing but the token can be the reason.
        m_gate.setMode(PlainUrls::Open);
        const QByteArray foreign = m_tickets.mint(TicketKind::Stream, QStringLiteral("camera1"), m_principal, 1min);
        std::vector<std::unique_ptr<StatusProbe>> probes;
        for (const QByteArray &token : {QByteArray("wrong"), foreign, ticket() + 'x'}) {
            probes.push_back(rtsp(SignedIn, PathName, token));
            probes.push_back(hls(SignedIn, PathName, token));
            probes.push_back(whep(SignedIn, "/camera0/whep?token=" + token));
        }
        for (const auto &probe : probes)
            QCOMPARE(probe->status(), 401);
    }

    void plainAddressesPlayFromTheAddressOfASignedInSocketAlone()
    {
        QCOMPARE(rtsp(SignedIn, PathName)->status(), 200);
        QCOMPARE(hls(SignedIn, PathName)->status(), 200);
        QCOMPARE(whep(SignedIn, "/camera0/whep")->status(), 201);
        QCOMPARE(rtsp(Elsewhere, PathName)->status(), 401);
        QCOMPARE(hls(Elsewhere, PathName)->status(), 401);
        QCOMPARE(whep(Elsewhere, "/camera0/whep")->status(), 401);
    }

    void plainAddressesFollowTheMode()
    {
        m_gate.setMode(PlainUrls::Denied);
        QCOMPARE(rtsp(SignedIn, PathName)->status(), 401);
        QCOMPARE(hls(SignedIn, PathName)->status(), 401);
        m_gate.setMode(PlainUrls::Open);
        QCOMPARE(rtsp(Elsewhere, PathName)->status(), 200);
        QCOMPARE(hls(Elsewhere, PathName)->status(), 200);
    }

    void hiddenPathsAreClosedToOutsidersInEveryMode()
    {
        m_gate.setMode(PlainUrls::Open);
        const QByteArray made = m_tickets.mint(TicketKind::Stream, Manual, m_principal, 1min);
        const auto plain = rtsp(SignedIn, Manual);
        const auto byTicket = rtsp(SignedIn, Manual, made);
        const auto overHls = hls(SignedIn, Manual, ticket());
        // Our own token, from another machine's address.
        QCOMPARE(plain->status(), 401);
        QCOMPARE(byTicket->status(), 401);
        QCOMPARE(overHls->status(), 401);
    }

    void tokenDiesWithItsSession()
    {
        m_gate.setMode(PlainUrls::Denied);
        const auto bob = m_sessions.signIn(ConnectionId(2), Elsewhere,
                                           m_authority.issue(QStringLiteral("bob"), Role::Viewer, 1h)->text);
        const QByteArray token = m_tickets.mint(TicketKind::Stream, PathName, bob->principal, 1min);
        QCOMPARE(rtsp(Elsewhere, PathName, token)->status(), 200);
        m_sessions.connectionClosed(ConnectionId(2));
        QCOMPARE(rtsp(Elsewhere, PathName, token)->status(), 401);
    }

    void originsWithoutPermissionGetNoCorsHeader()
    {
        QTcpSocket socket;
        socket.connectToHost(Loopback, m_rig.options.hlsPort);
        QVERIFY(QTest::qWaitFor([&] { return socket.state() == QAbstractSocket::ConnectedState; }));
        socket.write(
            "GET /camera0/index.m3u8 HTTP/1.1\r\nHost: x\r\nOrigin: http://evil.example\r\nConnection: close\r\n\r\n");
        QTRY_COMPARE(socket.state(), QAbstractSocket::UnconnectedState);
        const QByteArray answer = socket.readAll();
        QVERIFY(answer.startsWith("HTTP/1.1 302"));
        QVERIFY(!answer.contains("Access-Control-Allow-Origin"));
    }

    void cleanupTestCase() { m_camera.reset(); }

private:
    using ProbePtr = std::unique_ptr<StatusProbe>;

    QByteArray ticket() const { return m_tickets.mint(TicketKind::Stream, PathName, m_principal, 1min); }
    static QByteArray query(const QByteArray &token) { return token.isEmpty() ? QByteArray() : "?token=" + token; }

    ProbePtr rtsp(const QString &from, const QString &path, const QByteArray &token = {}) const
    {
        const QByteArray url = m_rig.server->rtspBase() + '/' + path.toLatin1() + query(token);
        return std::make_unique<StatusProbe>(from, m_rig.options.rtspPort, describeRequest(url));
    }
    ProbePtr hls(const QString &from, const QString &path, const QByteArray &token = {}) const
    {
        const QByteArray cookie = token.isEmpty() ? "?cookieCheck=1" : query(token) + "&cookieCheck=1";
        return get(from, m_rig.options.hlsPort, '/' + path.toLatin1() + "/index.m3u8" + cookie);
    }
    ProbePtr whep(const QString &from, const QByteArray &target) const
    {
        return std::make_unique<StatusProbe>(from, m_rig.options.webrtcPort, whepRequest(target));
    }
    static ProbePtr get(const QString &from, quint16 port, const QByteArray &target)
    {
        return std::make_unique<StatusProbe>(from, port, getRequest(target));
    }

    ManualClock m_clock;
    TokenAuthority m_authority{QByteArray(32, 's'), m_clock};
    TokenGate m_tokenGate{m_authority, m_clock};
    Sessions m_sessions{m_tokenGate, m_clock};
    Tickets m_tickets{QByteArray(32, 't'), m_sessions.view(), m_clock};
    AccessPolicy m_policy;
    SwitchableGate m_gate{[this](PlainUrls mode) {
        return std::make_unique<StreamGate>(m_sessions.view(), m_tickets, m_policy, StreamGateOptions{mode, {}});
    }};
    MediaMtxRig m_rig{m_gate};
    std::unique_ptr<TestPublisher> m_camera;
    std::unique_ptr<StreamLinks> m_links;
    Principal m_principal;
};

CS_TEST(TestStreamAccess)
#include "tst_streamaccess.moc"
