#include "cli/argument.h"

#include "cli/faults.h"

namespace cs {

Result<CameraId> cameraArgument(const QString &text)
{
    if (const auto camera = CameraId::parse(text))
        return *camera;
    return usageError(
        QStringLiteral("'%1' is no camera; cameras are called camera0, camera1 and so on ('cameractl camera list')")
            .arg(text));
}

Result<std::vector<CameraId>> cameraArguments(const QStringList &texts)
{
    std::vector<CameraId> cameras;
    for (const QString &text : texts) {
        const auto camera = cameraArgument(text);
        if (!camera.ok())
            return camera.error();
        cameras.push_back(*camera);
    }
    return cameras;
}

Result<FileName> fileArgument(const QString &text)
{
    if (const auto file = FileName::parse(text))
        return *file;
    return usageError(
        QStringLiteral("'%1' cannot be the name of a file of the service (%2)").arg(text, FileName::rule()));
}

Result<QString> textArgument(const QString &what, const QString &text, qsizetype max)
{
    if (text.isEmpty() || text.size() > max)
        return usageError(QStringLiteral("%1 must have 1 to %2 characters").arg(what).arg(max));
    return text;
}

Result<Role> roleOption(const QString &text)
{
    if (const auto role = roleFromString(text))
        return *role;
    return usageError(QStringLiteral("a role is needed: --role viewer, operator or admin"));
}

Result<qint64> numberOption(const QString &name, const QString &text, qint64 min, qint64 max)
{
    bool understood = false;
    const qint64 number = text.toLongLong(&understood);
    if (understood && number >= min && number <= max)
        return number;
    return usageError(
        QStringLiteral("--%1 takes a whole number from %2 to %3, not '%4'").arg(name).arg(min).arg(max).arg(text));
}

}  // namespace cs
