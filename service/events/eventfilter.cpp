#include "events/eventfilter.h"

#include "json/codec.h"

namespace cs {

namespace {

constexpr qsizetype maxMembers = 16;
constexpr qsizetype maxText = 256;

Error badFilter(const QString &name, const QString &rule, const QString &hint)
{
    return Error::invalidParam(QStringLiteral("filters.") + name.left(64), rule, hint);
}

// It would keep every event away, in silence.
Error unknownMember(const QString &name, const QStringList &members)
{
    const QString near = json::nearest(name.left(64), members);
    return badFilter(name, QStringLiteral("is no member of any event"),
                     near.isEmpty() ? QStringLiteral("the members are in the description of the notifications")
                                    : QStringLiteral("did you mean '%1'?").arg(near));
}

bool isPlain(const QJsonValue &value)
{
    return value.isBool() || value.isDouble() || (value.isString() && value.toString().size() <= maxText);
}

bool same(const QJsonValue &wanted, const json::Value &value)
{
    if (wanted.isString())
        return value.asString() && *value.asString() == wanted.toString();
    if (wanted.isBool())
        return value.asBool() && *value.asBool() == wanted.toBool();
    // 5 and 5.0 are the same number.
    return value.number() && *value.number() == wanted.toDouble();
}

}  // namespace

Result<EventFilter> EventFilter::parse(const std::optional<QJsonObject> &filters, const QStringList &members)
{
    EventFilter filter;
    if (!filters)
        return filter;
    if (filters->size() > maxMembers) {
        return Error::invalidParam(QStringLiteral("filters"),
                                   QStringLiteral("must have at most %1 members").arg(maxMembers),
                                   QStringLiteral("filter by fewer members"));
    }
    for (auto it = filters->begin(); it != filters->end(); ++it) {
        const QString name = it.key();
        if (name == QLatin1String("device")) {
            filter.m_camera = it->isString() ? CameraId::parse(it->toString()) : std::nullopt;
            if (!filter.m_camera) {
                return badFilter(name, QStringLiteral("must be a camera id (^camera[0-9]+$)"),
                                 QStringLiteral("for example camera0; see get_camera_list"));
            }
        } else if (!members.contains(name)) {
            return unknownMember(name, members);
        } else if (isPlain(*it)) {
            filter.m_members.emplace(name, *it);
        } else {
            return badFilter(
                name, QStringLiteral("must be a text of at most %1 characters, a number, true or false").arg(maxText),
                QStringLiteral("send the value that the member of the event must have"));
        }
    }
    return filter;
}

bool EventFilter::matches(const std::optional<CameraId> &camera, const json::Value &params) const
{
    if (m_camera && m_camera != camera)
        return false;
    for (const auto &[name, wanted] : m_members) {
        const json::Value *member = params.member(name);
        if (!member || !same(wanted, *member))
            return false;
    }
    return true;
}

}  // namespace cs
