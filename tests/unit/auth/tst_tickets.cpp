#include <QUrl>

#include "auth/sessions.h"
#include "auth/tickets.h"
#include "auth/tokengate.h"
#include "support/manualclock.h"
#include "support/testprogram.h"

using namespace cs;
using namespace std::chrono_literals;

class TestTickets : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void opensItsResourceForItsPrincipal();
    void foreignResourceIsRefused_data();
    void foreignResourceIsRefused();
    void otherKindIsRefused();
    void expiresToTheSecond();
    void diesWithItsSession();
    void diesWhenTheSocketSignsInAgain();
    void othersSessionsDoNotMatter();
    void everyFlippedBitIsRefused();
    void otherKeyIsRefused();
    void hostileTextsAreRefused_data();
    void hostileTextsAreRefused();
    void controlTicketOutlivesItsConnection();
    void bearerTicketKeepsTheRoleItHad();
    void nobodyGetsATicket();

private:
    Principal signIn(quint64 connection, Role role = Role::Viewer)
    {
        const auto token = m_authority.issue(QStringLiteral("alice"), role, 2h);
        return m_sessions->signIn(ConnectionId(connection), QStringLiteral("192.0.2.1"), token->text)->principal;
    }
    const QString m_file = fileResource(QStringLiteral("recordings"), QStringLiteral("a.mp4"));
    ManualClock m_clock;
    TokenAuthority m_authority{QByteArray(32, 's'), m_clock};
    TokenGate m_gate{m_authority, m_clock};
    std::unique_ptr<Sessions> m_sessions;
    std::unique_ptr<Tickets> m_tickets;
};

void TestTickets::init()
{
    m_tickets.reset();
    m_sessions = std::make_unique<Sessions>(m_gate, m_clock);
    m_tickets = std::make_unique<Tickets>(QByteArray(32, 't'), m_sessions->view(), m_clock);
}

void TestTickets::opensItsResourceForItsPrincipal()
{
    const Principal alice = signIn(1, Role::Operator);
    const QByteArray text = m_tickets->mint(TicketKind::File, m_file, alice, 1h);
    QVERIFY(!text.isEmpty());
    QCOMPARE(QUrl::toPercentEncoding(QString::fromLatin1(text)), text);
    QVERIFY(!text.contains("alice"));
    const auto ticket = m_tickets->verify(TicketKind::File, m_file, text);
    QVERIFY(ticket.ok());
    QVERIFY(ticket->principal == alice);
    QVERIFY(ticket->expiresAt == m_clock.now() + 1h);
}

void TestTickets::foreignResourceIsRefused_data()
{
    QTest::addColumn<QString>("resource");
    QTest::newRow("other file") << "recordings/b.mp4";
    QTest::newRow("other folder") << "snapshots/a.mp4";
    QTest::newRow("longer name") << "recordings/a.mp4x";
    QTest::newRow("shorter name") << "recordings/a.mp";
    QTest::newRow("nothing") << "";
}

void TestTickets::foreignResourceIsRefused()
{
    QFETCH(QString, resource);
    const QByteArray text = m_tickets->mint(TicketKind::File, m_file, signIn(1), 1h);
    QCOMPARE(m_tickets->verify(TicketKind::File, resource, text).error().code, ErrorCode::Unauthenticated);
}

void TestTickets::otherKindIsRefused()
{
    const QByteArray text = m_tickets->mint(TicketKind::Stream, m_file, signIn(1), 1h);
    QVERIFY(m_tickets->verify(TicketKind::Stream, m_file, text).ok());
    QVERIFY(!m_tickets->verify(TicketKind::File, m_file, text).ok());
}

void TestTickets::expiresToTheSecond()
{
    const QByteArray text = m_tickets->mint(TicketKind::File, m_file, signIn(1), 300s);
    m_clock.advance(299s);
    QVERIFY(m_tickets->verify(TicketKind::File, m_file, text).ok());
    m_clock.advance(1s);
    QVERIFY(!m_tickets->verify(TicketKind::File, m_file, text).ok());
}

void TestTickets::diesWithItsSession()
{
    const Principal alice = signIn(1);
    const QByteArray ended = m_tickets->mint(TicketKind::File, m_file, alice, 1h);
    const QByteArray closed = m_tickets->mint(TicketKind::File, m_file, signIn(2), 1h);
    const QByteArray expired = m_tickets->mint(TicketKind::File, m_file, signIn(3), 3h);
    QVERIFY(m_sessions->end(*alice.session, SessionEnd::ByAnAdmin));
    QVERIFY(!m_tickets->verify(TicketKind::File, m_file, ended).ok());
    m_sessions->connectionClosed(ConnectionId(2));
    QVERIFY(!m_tickets->verify(TicketKind::File, m_file, closed).ok());
    QVERIFY(m_tickets->verify(TicketKind::File, m_file, expired).ok());
    // The token's end, before any timer has noticed it.
    m_clock.advance(2h);
    QVERIFY(!m_tickets->verify(TicketKind::File, m_file, expired).ok());
}

void TestTickets::diesWhenTheSocketSignsInAgain()
{
    const QByteArray before = m_tickets->mint(TicketKind::File, m_file, signIn(1), 1h);
    signIn(1);
    QVERIFY(!m_tickets->verify(TicketKind::File, m_file, before).ok());
}

void TestTickets::othersSessionsDoNotMatter()
{
    const QByteArray text = m_tickets->mint(TicketKind::File, m_file, signIn(1), 1h);
    signIn(2);
    m_sessions->connectionClosed(ConnectionId(2));
    QVERIFY(m_tickets->verify(TicketKind::File, m_file, text).ok());
}

void TestTickets::everyFlippedBitIsRefused()
{
    const QByteArray text = m_tickets->mint(TicketKind::File, m_file, signIn(1), 1h);
    for (qsizetype byte = 0; byte < text.size(); ++byte) {
        for (int bit = 0; bit < 8; ++bit) {
            QByteArray bad = text;
            bad[byte] = static_cast<char>(bad[byte] ^ (1 << bit));
            QVERIFY2(!m_tickets->verify(TicketKind::File, m_file, bad).ok(), bad.constData());
        }
    }
}

void TestTickets::otherKeyIsRefused()
{
    const Tickets other(QByteArray(32, 'u'), m_sessions->view(), m_clock);
    QVERIFY(!m_tickets->verify(TicketKind::File, m_file, other.mint(TicketKind::File, m_file, signIn(1), 1h)).ok());
}

void TestTickets::hostileTextsAreRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("no base64url") << QByteArray("a+b/c=");
    QTest::newRow("short") << QByteArray("AQAAAAAAAAAA");
    QTest::newRow("zeros") << QByteArray(200, 'A');
    QTest::newRow("huge") << QByteArray(1000000, 'A');
    QTest::newRow("jwt") << m_authority.issue(QStringLiteral("alice"), Role::Admin, 1h)->text;
}

void TestTickets::hostileTextsAreRefused()
{
    QFETCH(QByteArray, text);
    QCOMPARE(m_tickets->verify(TicketKind::File, m_file, text).error().code, ErrorCode::Unauthenticated);
}

void TestTickets::controlTicketOutlivesItsConnection()
{
    m_sessions->addControl(ConnectionId(9), QStringLiteral("root"));
    const QByteArray text = m_tickets->mint(TicketKind::File, m_file, m_sessions->principalOf(ConnectionId(9)), 60s);
    m_sessions->connectionClosed(ConnectionId(9));
    const auto ticket = m_tickets->verify(TicketKind::File, m_file, text);
    QVERIFY(ticket.ok());
    QVERIFY(ticket->principal == Principal::control(QStringLiteral("root")));
    m_clock.advance(60s);
    QVERIFY(!m_tickets->verify(TicketKind::File, m_file, text).ok());
}

void TestTickets::bearerTicketKeepsTheRoleItHad()
{
    const Principal bearer = Principal::user(QStringLiteral("bob"), Role::Operator);
    const auto ticket = m_tickets->verify(TicketKind::Stream, m_file,
                                          m_tickets->mint(TicketKind::Stream, m_file, bearer, 60s));
    QVERIFY(ticket.ok());
    QVERIFY(ticket->principal == bearer);
}

void TestTickets::nobodyGetsATicket()
{
    QCOMPARE(m_tickets->mint(TicketKind::File, m_file, Principal(), 1h), QByteArray());
    QCOMPARE(m_tickets->mint(TicketKind::File, m_file, Principal::service(), 1h), QByteArray());
}

CS_TEST(TestTickets)
#include "tst_tickets.moc"
