#include "http/metricspage.h"
#include "http/publishedmetrics.h"
#include "support/testprogram.h"
#include "unit/http/httpfixture.h"

using namespace cs;

class TestMetricsPage : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void thisHostReadsThemWithoutSigningIn();
    void otherHostsNeedAnAdmin();
    void whatAProxyPassesOnIsNotLocal_data();
    void whatAProxyPassesOnIsNotLocal();
    void aPageThatPointedItsNameHereIsNotLocal_data();
    void aPageThatPointedItsNameHereIsNotLocal();
    void adminAccessAsksThisHostToo();
    void openAccessAsksNobody();
    void theTextIsPrometheus();
    void beforeTheFirstMeasurementThereIsNothing();
    void withoutMetricsThereIsNoPage();

private:
    static HttpRequest request(const QString &address, const QByteArray &host = "localhost:8003");
    HttpResponse answer(const HttpRequest &request, MetricsAccess access = MetricsAccess::Local) const
    {
        return MetricsPage(&m_metrics, access, m_server.sessions, m_server.tickets).answer(request);
    }
    HttpRequest signedIn(Role role);

    HttpFixture m_server;
    PublishedMetrics m_metrics;
};

HttpRequest TestMetricsPage::request(const QString &address, const QByteArray &host)
{
    HttpRequest request;
    request.method = "GET";
    request.path = "/metrics";
    request.address = address;
    request.headers.insert("host", host);
    return request;
}

HttpRequest TestMetricsPage::signedIn(Role role)
{
    HttpRequest asked = request("192.0.2.9");
    const QByteArray line = m_server.bearerLine(role).trimmed();
    asked.headers.insert("authorization", line.mid(line.indexOf(' ') + 1));
    return asked;
}

void TestMetricsPage::thisHostReadsThemWithoutSigningIn()
{
    m_metrics.publish("up 1\n");
    QCOMPARE(answer(request("127.0.0.1", "127.0.0.1:8003")).status, 200);
    QCOMPARE(answer(request("::1", "[::1]:8003")).status, 200);
    QCOMPARE(answer(request("127.0.0.1", "LocalHost")).status, 200);
}

void TestMetricsPage::otherHostsNeedAnAdmin()
{
    m_metrics.publish("up 1\n");
    const HttpResponse refused = answer(request("192.0.2.9"));
    QCOMPARE(refused.status, 401);
    QCOMPARE(answer(signedIn(Role::Viewer)).status, 403);
    QCOMPARE(answer(signedIn(Role::Operator)).status, 403);
    QCOMPARE(answer(signedIn(Role::Admin)).status, 200);
}

void TestMetricsPage::whatAProxyPassesOnIsNotLocal_data()
{
    QTest::addColumn<QByteArray>("header");
    for (const char *header : {"x-forwarded-for", "forwarded", "via", "x-real-ip", "x-forwarded-host"})
        QTest::newRow(header) << QByteArray(header);
}

void TestMetricsPage::whatAProxyPassesOnIsNotLocal()
{
    QFETCH(QByteArray, header);
    m_metrics.publish("up 1\n");
    HttpRequest asked = request("127.0.0.1");
    asked.headers.insert(header, "192.0.2.1");
    QCOMPARE(answer(asked).status, 401);
}

void TestMetricsPage::aPageThatPointedItsNameHereIsNotLocal_data()
{
    QTest::addColumn<QByteArray>("host");
    for (const char *host : {"evil.example:8003", "localhost.evil.example", "", "192.0.2.1", "[", "[::2]"})
        QTest::newRow(host) << QByteArray(host);
}

void TestMetricsPage::aPageThatPointedItsNameHereIsNotLocal()
{
    QFETCH(QByteArray, host);
    m_metrics.publish("up 1\n");
    QCOMPARE(answer(request("127.0.0.1", host)).status, 401);
}

void TestMetricsPage::adminAccessAsksThisHostToo()
{
    m_metrics.publish("up 1\n");
    QCOMPARE(answer(request("127.0.0.1"), MetricsAccess::Admin).status, 401);
    QCOMPARE(answer(signedIn(Role::Admin), MetricsAccess::Admin).status, 200);
}

void TestMetricsPage::openAccessAsksNobody()
{
    m_metrics.publish("up 1\n");
    QCOMPARE(answer(request("192.0.2.9"), MetricsAccess::Open).status, 200);
}

void TestMetricsPage::theTextIsPrometheus()
{
    m_metrics.publish("up 1\n");
    const HttpResponse response = answer(request("127.0.0.1"));
    QCOMPARE(std::get<QByteArray>(response.body), QByteArray("up 1\n"));
    const std::pair<QByteArray, QByteArray> type{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"};
    QVERIFY(std::find(response.headers.begin(), response.headers.end(), type) != response.headers.end());
}

void TestMetricsPage::beforeTheFirstMeasurementThereIsNothing()
{
    m_metrics.publish({});
    QCOMPARE(answer(request("127.0.0.1")).status, 503);
}

void TestMetricsPage::withoutMetricsThereIsNoPage()
{
    const MetricsPage page(nullptr, MetricsAccess::Open, m_server.sessions, m_server.tickets);
    QCOMPARE(page.answer(request("127.0.0.1")).status, 404);
}

CS_TEST(TestMetricsPage)
#include "tst_metricspage.moc"
