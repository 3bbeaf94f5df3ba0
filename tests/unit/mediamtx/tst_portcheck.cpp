#include <QTcpServer>
#include <QUdpSocket>

#include "mediamtx/portcheck.h"
#include "support/freeport.h"
#include "support/testprogram.h"
#include "support/waitfor.h"

using namespace cs;
using namespace std::chrono_literals;

using PortMember = quint16 MediaMtxOptions::*;
Q_DECLARE_METATYPE(PortMember)

namespace {

class PortCheckTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_options = {};
        m_options.host = QStringLiteral("127.0.0.1");
        for (PortMember port :
             {&MediaMtxOptions::rtspPort, &MediaMtxOptions::hlsPort, &MediaMtxOptions::webrtcPort,
              &MediaMtxOptions::webrtcIcePort, &MediaMtxOptions::apiPort, &MediaMtxOptions::metricsPort})
            m_options.*port = freePort();
    }

    void freePortsPass_data();
    void freePortsPass();
    void takenPortIsNamed_data();
    void takenPortIsNamed();
    void portTakenOnOneAddressIsTakenForAll();
    void portThatGetsFreeInTimePasses();
    void udpAndTcpAreNotTheSame();
    void addressOfNobodyIsSaid();
    void givingUpAnswers();

private:
    Result<Done> check() const
    {
        PortCheck ports(m_options, 0ms);
        return waitFor(ports.run());
    }
    MediaMtxOptions m_options;
};

void PortCheckTest::freePortsPass_data()
{
    QTest::addColumn<QString>("host");
    QTest::newRow("loopback") << "127.0.0.1";
    QTest::newRow("all") << "";
    QTest::newRow("all of IPv4") << "0.0.0.0";
}

void PortCheckTest::freePortsPass()
{
    QFETCH(QString, host);
    m_options.host = host;
    const auto checked = check();
    QVERIFY2(checked.ok(), checked.ok() ? "" : qPrintable(checked.error().message));
}

void PortCheckTest::takenPortIsNamed_data()
{
    QTest::addColumn<PortMember>("member");
    QTest::newRow("mediamtx.rtsp_port") << &MediaMtxOptions::rtspPort;
    QTest::newRow("mediamtx.hls_port") << &MediaMtxOptions::hlsPort;
    QTest::newRow("mediamtx.webrtc_port") << &MediaMtxOptions::webrtcPort;
    QTest::newRow("mediamtx.api_port") << &MediaMtxOptions::apiPort;
    QTest::newRow("mediamtx.metrics_port") << &MediaMtxOptions::metricsPort;
    QTest::newRow("mediamtx.webrtc_udp_port") << &MediaMtxOptions::webrtcIcePort;
}

void PortCheckTest::takenPortIsNamed()
{
    QFETCH(PortMember, member);
    const QString key = QString::fromLatin1(QTest::currentDataTag());
    const quint16 port = m_options.*member;
    QTcpServer tcp;
    QUdpSocket udp;
    if (key.contains(u"udp"))
        QVERIFY(udp.bind(QHostAddress::LocalHost, port));
    else
        QVERIFY(tcp.listen(QHostAddress::LocalHost, port));
    const auto checked = check();
    QVERIFY(!checked.ok());
    const QString message = checked.error().message;
    QVERIFY2(message.startsWith(key + u':') && message.contains(QString::number(port)), qPrintable(message));
    QVERIFY2(message.contains(QStringLiteral("set %1 to a free port").arg(key)), qPrintable(message));
}

void PortCheckTest::portTakenOnOneAddressIsTakenForAll()
{
    QTcpServer taken;
    QVERIFY(taken.listen(QHostAddress::LocalHost, m_options.hlsPort));
    m_options.host.clear();
    QVERIFY(check().error().message.startsWith(u"mediamtx.hls_port"));
}

void PortCheckTest::portThatGetsFreeInTimePasses()
{
    QTcpServer taken;
    QVERIFY(taken.listen(QHostAddress::LocalHost, m_options.rtspPort));
    PortCheck ports(m_options, 20s);
    const auto answer = ports.run();
    QVERIFY(!answer.isFinished());
    taken.close();
    QVERIFY(waitFor(answer).ok());
}

void PortCheckTest::udpAndTcpAreNotTheSame()
{
    QUdpSocket taken;
    QVERIFY(taken.bind(QHostAddress::LocalHost, m_options.rtspPort));
    QVERIFY(check().ok());
}

void PortCheckTest::addressOfNobodyIsSaid()
{
    // For documentation (RFC 5737): no interface has it.
    m_options.host = QStringLiteral("192.0.2.1");
    QVERIFY(check().error().message.contains(u"192.0.2.1"));
}

void PortCheckTest::givingUpAnswers()
{
    QTcpServer taken;
    QVERIFY(taken.listen(QHostAddress::LocalHost, m_options.rtspPort));
    PortCheck ports(m_options, 20s);
    const auto answer = ports.run();
    ports.giveUp();
    QCOMPARE(waitFor(answer).error().code, ErrorCode::Cancelled);
}

}  // namespace

CS_TEST(PortCheckTest)
#include "tst_portcheck.moc"
