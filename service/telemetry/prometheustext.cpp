#include "telemetry/prometheustext.h"

#include <cmath>

namespace cs {

namespace {

// The format's rule for label values: backslash, quote and line end are escaped, all else stands as UTF-8.
QByteArray escaped(const QString &value)
{
    QByteArray out;
    const QByteArray utf8 = value.toUtf8();
    for (const char c : utf8) {
        switch (c) {
        case '\\': out += "\\\\"; break;
        case '"': out += "\\\""; break;
        case '\n': out += "\\n"; break;
        default: out += c;
        }
    }
    return out;
}

// Writes one family after the other, each with its head.
class TextWriter {
public:
    enum class Kind { Gauge, Counter };

    void family(QByteArrayView name, Kind kind, QByteArrayView help)
    {
        m_name = name.toByteArray();
        m_text += "# HELP " + m_name + ' ' + help.toByteArray() + '\n';
        m_text += "# TYPE " + m_name + (kind == Kind::Counter ? " counter\n" : " gauge\n");
    }
    void sample(double value) { line({}, value); }
    void sample(const char *label, const QString &labelValue, double value)
    {
        line('{' + QByteArray(label) + "=\"" + escaped(labelValue) + "\"}", value);
    }
    void one(QByteArrayView name, Kind kind, QByteArrayView help, double value)
    {
        family(name, kind, help);
        sample(value);
    }
    QByteArray take() { return std::move(m_text); }

private:
    void line(const QByteArray &labels, double value)
    {
        // Whole numbers without exponent, up to where a double is exact.
        constexpr double exact = 9007199254740992.0;
        const bool whole = std::trunc(value) == value && std::abs(value) < exact;
        m_text += m_name + labels + ' ';
        m_text += whole ? QByteArray::number(qint64(value)) : QByteArray::number(value, 'g', 15);
        m_text += '\n';
    }

    QByteArray m_name;
    QByteArray m_text;
};

using Kind = TextWriter::Kind;

void writeService(TextWriter &out, const ServiceMetrics &m)
{
    out.family("camera_service_info", Kind::Gauge, "Always 1; the label tells the version.");
    out.sample("version", m.health.version, 1);
    out.one("camera_service_uptime_seconds", Kind::Gauge, "Since the service started.", m.health.uptime);
    out.one("camera_service_measured_at_seconds", Kind::Gauge, "When these figures were taken, in Unix time.",
            double(toMicroseconds(m.at)) / 1e6);
    out.family("camera_service_component_up", Kind::Gauge, "Whether a part of the service runs.");
    const api::Components &parts = m.health.components;
    for (const auto &[name, state] :
         {std::pair{"websocket_server", parts.websocketServer}, std::pair{"camera_monitor", parts.cameraMonitor},
          std::pair{"mediamtx", parts.mediamtx}, std::pair{"storage", parts.storage}})
        out.sample("component", QString::fromLatin1(name), state == api::ComponentState::Running ? 1 : 0);
    out.one("camera_service_sessions", Kind::Gauge, "Sockets that are signed in.", double(m.sessions));
    out.one("camera_service_queued_bytes", Kind::Gauge, "What waits in memory until clients read it.",
            double(m.queues.totalBytes));
    out.one("camera_service_queued_bytes_largest", Kind::Gauge, "The same of the client that holds most.",
            double(m.queues.largestBytes));
}

void writeProcess(TextWriter &out, const ServiceMetrics &m)
{
    out.one("process_cpu_seconds_total", Kind::Counter, "Processor time of the service itself.", m.process.cpuSeconds);
    out.one("process_resident_memory_bytes", Kind::Gauge, "Memory of the service itself.",
            double(m.process.residentBytes));
    out.one("process_threads", Kind::Gauge, "Threads of the service.", double(m.process.threads));
    out.one("process_open_fds", Kind::Gauge, "File descriptors of the service.", double(m.process.openFiles));
    out.one("camera_service_host_cpu_percent", Kind::Gauge, "Use of the host's processors.", m.system.cpuPercent);
    out.one("camera_service_host_memory_percent", Kind::Gauge, "Use of the host's memory.", m.system.memoryPercent);
    if (!m.disk)
        return;
    out.family("camera_service_disk_bytes", Kind::Gauge, "The file system of the recordings.");
    out.sample("space", QStringLiteral("total"), double(m.disk->total));
    out.sample("space", QStringLiteral("used"), double(m.disk->used));
    out.sample("space", QStringLiteral("available"), double(m.disk->available));
}

template<class Fn>
void perCamera(TextWriter &out, const ServiceMetrics &m, QByteArrayView name, Kind kind, QByteArrayView help, Fn value)
{
    if (m.cameras.empty())
        return;
    out.family(name, kind, help);
    for (const CameraFigures &camera : m.cameras)
        out.sample("device", camera.id.toString(), double(value(camera)));
}

void writeCameras(TextWriter &out, const ServiceMetrics &m)
{
    out.one("camera_service_cameras", Kind::Gauge, "Cameras there are.", double(m.cameras.size()));
    perCamera(out, m, "camera_service_camera_up", Kind::Gauge, "Whether the camera's picture moves.",
              [](const CameraFigures &c) { return c.status == api::CameraStatus::Connected ? 1 : 0; });
    perCamera(out, m, "camera_service_camera_readers", Kind::Gauge, "Watching the camera now.",
              [](const CameraFigures &c) { return c.readers; });
    perCamera(out, m, "camera_service_camera_received_bytes_total", Kind::Counter,
              "From the camera; begins anew with its stream.", [](const CameraFigures &c) { return c.bytesReceived; });
    perCamera(out, m, "camera_service_camera_sent_bytes_total", Kind::Counter,
              "To readers of the camera; begins anew with its stream.",
              [](const CameraFigures &c) { return c.bytesSent; });
    perCamera(out, m, "camera_service_camera_bits_per_second", Kind::Gauge, "What comes in from the camera.",
              [](const CameraFigures &c) { return c.bitrate; });
    perCamera(out, m, "camera_service_camera_frames_per_second", Kind::Gauge, "Measured; 0 until known.",
              [](const CameraFigures &c) { return c.fps; });
}

void writeRecordings(TextWriter &out, const ServiceMetrics &m)
{
    out.one("camera_service_recordings_open", Kind::Gauge, "Recordings that run now.", double(m.recordings.open));
    out.one("camera_service_recordings_started_total", Kind::Counter, "Recordings that began.",
            double(m.recordings.started));
    out.family("camera_service_recordings_ended_total", Kind::Counter, "Recordings that ended, by how.");
    out.sample("result", QStringLiteral("completed"), double(m.recordings.completed));
    out.sample("result", QStringLiteral("failed"), double(m.recordings.failed));
}

}  // namespace

QByteArray prometheusText(const ServiceMetrics &metrics)
{
    TextWriter out;
    writeService(out, metrics);
    writeProcess(out, metrics);
    writeCameras(out, metrics);
    writeRecordings(out, metrics);
    return out.take();
}

}  // namespace cs
