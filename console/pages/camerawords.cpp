#include "pages/camerawords.h"

#include <QStringList>

namespace cs {

QString CameraWords::notKnown()
{
    return tr("Not known: the connection is lost");
}

QString CameraWords::line(const CameraEntry &camera)
{
    const api::CameraRow &row = camera.row;
    QStringList parts{cameraStatusText(row.status)};
    if (!camera.isConnected()) {
        if (!row.reason.isEmpty())
            parts << row.reason;
        return parts.join(QStringLiteral(" · "));
    }
    if (row.fps > 0)
        parts << QString(row.resolution).replace(u'x', u'×') << tr("%1/s", "pictures in a second").arg(row.fps);
    return parts.join(QStringLiteral(" · "));
}

QString CameraWords::off(const CameraEntry &camera)
{
    const QString status = cameraStatusText(camera.row.status);
    return camera.row.reason.isEmpty() ? status : status + u'\n' + camera.row.reason;
}

QString CameraWords::recordingBadge()
{
    return QStringLiteral("<span style='color:#d32f2f'>●</span> %1").arg(tr("Recording").toHtmlEscaped());
}

}  // namespace cs
