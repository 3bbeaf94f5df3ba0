#include "cli/progresstext.h"

#include <algorithm>

#include "cli/units.h"

namespace cs {

namespace {

constexpr int barColumns = 20;

QString bar(double share)
{
    const int full = static_cast<int>(std::clamp(share, 0.0, 1.0) * barColumns);
    return u'[' + QString(full, u'#') + QString(barColumns - full, u'.') + u']';
}

}  // namespace

QString transferText(const QString &name, qint64 doneBytes, qint64 totalBytes, qint64 fetchedBytes,
                     std::chrono::milliseconds elapsed)
{
    QString text = name;
    if (totalBytes > 0) {
        const double share = static_cast<double>(doneBytes) / static_cast<double>(totalBytes);
        text += QStringLiteral("  %1 %2 %  %3 of %4")
                    .arg(bar(share))
                    .arg(static_cast<int>(share * 100), 3)
                    .arg(sizeText(doneBytes), sizeText(totalBytes));
    } else {
        text += QStringLiteral("  %1").arg(sizeText(doneBytes));
    }
    // A speed means something only after a while.
    if (elapsed < std::chrono::milliseconds(500) || fetchedBytes <= 0)
        return text;
    const double perSecond = static_cast<double>(fetchedBytes) * 1000 / static_cast<double>(elapsed.count());
    text += QStringLiteral("  %1/s").arg(sizeText(static_cast<qint64>(perSecond)));
    if (totalBytes > doneBytes) {
        const auto left = std::chrono::seconds(
            static_cast<qint64>(static_cast<double>(totalBytes - doneBytes) / perSecond) + 1);
        text += QStringLiteral("  %1 left").arg(clockText(left));
    }
    return text;
}

QString recordingText(const QString &camera, std::chrono::seconds elapsed, std::chrono::seconds wanted, qint64 bytes)
{
    QString text = QStringLiteral("%1  recording %2").arg(camera, clockText(elapsed));
    if (wanted.count() > 0)
        text += QStringLiteral(" of %1").arg(clockText(wanted));
    return text + QStringLiteral("  %1").arg(sizeText(bytes));
}

}  // namespace cs
