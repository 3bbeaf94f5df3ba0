#include <QRegularExpression>
#include <QSet>

#include "support/testprogram.h"
#include "telemetry/prometheustext.h"

using namespace cs;

class TestPrometheusText : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyLineIsOfTheFormat();
    void everyFamilyHasItsHeadOnceAndFirst();
    void camerasAreLabelled();
    void withoutCamerasTheirFamiliesAreLeftOut();
    void unknownDiskIsLeftOut();
    void labelsAreEscaped();
    void numbersAreExact();
    void countersEndInTotal();
};

namespace {

ServiceMetrics sample()
{
    ServiceMetrics metrics;
    metrics.at = Timestamp(std::chrono::milliseconds(1767225600500));
    metrics.health.version = "1.2.3";
    metrics.health.uptime = 12.25;
    metrics.health.components.mediamtx = api::ComponentState::Running;
    metrics.process = {1.5, 41'943'040, 12, 57};
    metrics.disk = DiskFigures{107'374'182'400, 42'949'672'960, 64'424'509'440};
    metrics.cameras = {{CameraId(0), api::CameraStatus::Connected, 2, 9'000'000'000, 5, 524288.5, 15},
                       {CameraId(7), api::CameraStatus::Error, 0, 0, 0, 0, 0}};
    metrics.recordings = {1, 12, 10, 1};
    metrics.sessions = 3;
    metrics.queues = {4'500, 4'000};
    return metrics;
}

QStringList linesOf(const ServiceMetrics &metrics)
{
    const QByteArray text = prometheusText(metrics);
    QStringList lines = QString::fromUtf8(text).split('\n');
    // The last line ends as well.
    return lines.takeLast().isEmpty() ? lines : QStringList();
}

}  // namespace

void TestPrometheusText::everyLineIsOfTheFormat()
{
    static const QRegularExpression head("^# (HELP [a-z_]+ .+|TYPE [a-z_]+ (gauge|counter))$");
    static const QRegularExpression line(R"rx(^[a-z_]+(\{[a-z_]+="([^"\\\n]|\\.)*"\})? -?[0-9.e+-]+$)rx");
    const QStringList lines = linesOf(sample());
    QVERIFY(lines.size() > 40);
    for (const QString &text : lines)
        QVERIFY2((text.startsWith('#') ? head : line).match(text).hasMatch(), qPrintable(text));
}

void TestPrometheusText::everyFamilyHasItsHeadOnceAndFirst()
{
    QSet<QString> types, series;
    QString current;
    for (const QString &text : linesOf(sample())) {
        if (text.startsWith("# TYPE ")) {
            current = text.section(' ', 2, 2);
            QVERIFY2(!types.contains(current), qPrintable(current));
            types.insert(current);
        } else if (!text.startsWith('#')) {
            const QString name = text.section(' ', 0, 0);
            QCOMPARE(name.section('{', 0, 0), current);
            QVERIFY2(!series.contains(name), qPrintable(name));
            series.insert(name);
        }
    }
}

void TestPrometheusText::camerasAreLabelled()
{
    const QStringList lines = linesOf(sample());
    for (const char *expected :
         {"camera_service_camera_up{device=\"camera0\"} 1", "camera_service_camera_up{device=\"camera7\"} 0",
          "camera_service_camera_readers{device=\"camera0\"} 2",
          "camera_service_component_up{component=\"mediamtx\"} 1",
          "camera_service_component_up{component=\"websocket_server\"} 0",
          "camera_service_recordings_ended_total{result=\"failed\"} 1", "camera_service_sessions 3"})
        QVERIFY2(lines.contains(QString::fromLatin1(expected)), expected);
}

void TestPrometheusText::withoutCamerasTheirFamiliesAreLeftOut()
{
    ServiceMetrics metrics = sample();
    metrics.cameras.clear();
    const QString text = linesOf(metrics).join('\n');
    QVERIFY(!text.contains("camera_service_camera_up"));
    QVERIFY(text.contains("camera_service_cameras 0"));
}

void TestPrometheusText::unknownDiskIsLeftOut()
{
    ServiceMetrics metrics = sample();
    metrics.disk.reset();
    QVERIFY(!prometheusText(metrics).contains("disk"));
}

void TestPrometheusText::labelsAreEscaped()
{
    ServiceMetrics metrics = sample();
    metrics.health.version = "a\"b\\c\nd";
    QVERIFY(linesOf(metrics).contains(R"(camera_service_info{version="a\"b\\c\nd"} 1)"));
}

void TestPrometheusText::numbersAreExact()
{
    const QStringList lines = linesOf(sample());
    QVERIFY(lines.contains("camera_service_camera_received_bytes_total{device=\"camera0\"} 9000000000"));
    QVERIFY(lines.contains("camera_service_disk_bytes{space=\"total\"} 107374182400"));
    QVERIFY(lines.contains("camera_service_uptime_seconds 12.25"));
    QVERIFY(lines.contains("camera_service_measured_at_seconds 1767225600.5"));
}

void TestPrometheusText::countersEndInTotal()
{
    for (const QString &text : linesOf(sample())) {
        if (text.startsWith("# TYPE "))
            QCOMPARE(text.section(' ', 2, 2).endsWith("_total"), text.endsWith(" counter"));
    }
}

CS_TEST(TestPrometheusText)
#include "tst_prometheustext.moc"
