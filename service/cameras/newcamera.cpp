#include "cameras/newcamera.h"

#include "auth/plainname.h"
#include "cameras/rtspaddress.h"

namespace cs {

std::optional<Error> nameProblem(const QString &name)
{
    constexpr qsizetype maxLength = 128;
    const QString param = QStringLiteral("stream_name");
    if (name.isEmpty() || name.size() > maxLength)
        return Error::invalidParam(param, QStringLiteral("must have 1 to 128 characters"),
                                   QStringLiteral("send a name for people, such as Gate"));
    const auto line = plainLine(param, name);
    return line ? std::nullopt : std::optional(line.error());
}

std::optional<Error> addressProblem(const RtspAddress &address, int ownPort)
{
    const auto problem = [](const QString &rule, const QString &hint) {
        return Error::invalidParam(QStringLiteral("stream_url"), rule, hint);
    };
    if (address.isMasked())
        return problem(QStringLiteral("must not hold *** in place of a secret"),
                       QStringLiteral("send the address with its real parameters"));
    if (address.leadsHere(ownPort))
        return problem(QStringLiteral("must not lead to this service's own media server"),
                       QStringLiteral("send the address of a camera"));
    return std::nullopt;
}

// Without the camera's id: not everybody who may add a camera may see that one.
Error addressTaken()
{
    return Error::invalidState(QStringLiteral("this address is a camera already"), QStringLiteral("exists"),
                               {QStringLiteral("absent")});
}

Error tooManyCameras(int limit)
{
    return Error::invalidState(
        QStringLiteral("there are %1 cameras, as many as allowed: remove one, or raise cameras.max").arg(limit),
        QStringLiteral("full"), {QStringLiteral("below_limit")});
}

}  // namespace cs
