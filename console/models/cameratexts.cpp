#include "models/cameratexts.h"

#include <QCoreApplication>
#include <QLocale>

namespace cs {

namespace {

QString cameraWord(const char *text)
{
    return QCoreApplication::translate("cs::CameraModel", text);
}

// "640×360"; empty until known.
QString cameraSizeText(const QString &resolution)
{
    return resolution.isEmpty() || resolution == QLatin1String("0x0") ? QString()
                                                                      : QString(resolution).replace(u'x', u'×');
}

// Views take what looks like markup for markup.
QString plainToolTip(const QString &text)
{
    return text.isEmpty() ? QString() : QStringLiteral("<p>%1</p>").arg(text.toHtmlEscaped());
}

QVariant cameraCellText(const CameraEntry &camera, int column)
{
    const QLocale locale;
    switch (column) {
    case CameraModel::Name: return camera.row.name;
    case CameraModel::Status: return cameraStatusText(camera.row.status);
    case CameraModel::Resolution: return cameraSizeText(camera.row.resolution);
    case CameraModel::Fps: return camera.row.fps > 0 ? locale.toString(camera.row.fps) : QString();
    case CameraModel::Viewers: return camera.viewers >= 0 ? locale.toString(camera.viewers) : QString();
    case CameraModel::Recording:
        return camera.isRecording() ? cameraWord(QT_TRANSLATE_NOOP("cs::CameraModel", "recording")) : QString();
    case CameraModel::Device: return camera.row.device.toString();
    case CameraModel::Reason: return camera.row.reason;
    default: return {};
    }
}

QVariant cameraSortKey(const CameraEntry &camera, int column)
{
    switch (column) {
    case CameraModel::Status: return static_cast<int>(camera.row.status);
    case CameraModel::Resolution: {
        const auto sides = camera.row.resolution.split(u'x');
        return sides.value(0).toLongLong() * sides.value(1).toLongLong();
    }
    case CameraModel::Fps: return camera.row.fps;
    case CameraModel::Viewers: return camera.viewers;
    case CameraModel::Recording: return camera.isRecording() ? 1 : 0;
    case CameraModel::Device: return camera.row.device.number();
    default: return cameraCellText(camera, column);
    }
}

}  // namespace

QString cameraStatusText(api::CameraStatus status)
{
    switch (status) {
    case api::CameraStatus::Connected: return cameraWord(QT_TRANSLATE_NOOP("cs::CameraModel", "connected"));
    case api::CameraStatus::Disconnected: return cameraWord(QT_TRANSLATE_NOOP("cs::CameraModel", "not connected"));
    case api::CameraStatus::Error: return cameraWord(QT_TRANSLATE_NOOP("cs::CameraModel", "error"));
    }
    return {};
}

QString cameraColumnTitle(int column)
{
    switch (column) {
    case CameraModel::Name: return cameraWord(QT_TRANSLATE_NOOP("cs::CameraModel", "Name"));
    case CameraModel::Status: return cameraWord(QT_TRANSLATE_NOOP("cs::CameraModel", "State"));
    case CameraModel::Resolution: return cameraWord(QT_TRANSLATE_NOOP("cs::CameraModel", "Size"));
    case CameraModel::Fps: return cameraWord(QT_TRANSLATE_NOOP("cs::CameraModel", "Pictures/s"));
    case CameraModel::Viewers: return cameraWord(QT_TRANSLATE_NOOP("cs::CameraModel", "Viewers"));
    case CameraModel::Recording: return cameraWord(QT_TRANSLATE_NOOP("cs::CameraModel", "Recording"));
    case CameraModel::Device: return cameraWord(QT_TRANSLATE_NOOP("cs::CameraModel", "Camera"));
    case CameraModel::Reason: return cameraWord(QT_TRANSLATE_NOOP("cs::CameraModel", "Reason"));
    default: return {};
    }
}

QVariant cameraData(const CameraEntry &camera, int column, int role)
{
    switch (role) {
    case Qt::DisplayRole: return cameraCellText(camera, column);
    case Qt::ToolTipRole: return plainToolTip(camera.row.reason);
    case CameraModel::ReasonRole: return camera.row.reason;
    case CameraModel::SortRole: return cameraSortKey(camera, column);
    case CameraModel::DeviceRole: return camera.row.device.toString();
    case CameraModel::NameRole: return camera.row.name;
    case CameraModel::StatusRole: return static_cast<int>(camera.row.status);
    case CameraModel::ResolutionRole: return cameraSizeText(camera.row.resolution);
    case CameraModel::FpsRole: return static_cast<int>(camera.row.fps);
    case CameraModel::ViewersRole: return static_cast<int>(camera.viewers);
    case CameraModel::RecordingRole: return camera.isRecording();
    default: return {};
    }
}

QHash<int, QByteArray> cameraRoleNames()
{
    return {{CameraModel::DeviceRole, "device"},
            {CameraModel::NameRole, "name"},
            {CameraModel::StatusRole, "status"},
            {CameraModel::ReasonRole, "reason"},
            {CameraModel::ResolutionRole, "resolution"},
            {CameraModel::FpsRole, "fps"},
            {CameraModel::ViewersRole, "viewers"},
            {CameraModel::RecordingRole, "recording"},
            {CameraModel::StaleRole, "stale"}};
}

}  // namespace cs
