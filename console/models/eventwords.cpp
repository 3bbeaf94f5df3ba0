#include "models/eventlogmodel.h"
#include "models/words.h"

namespace cs {

namespace {

using Weight = LoggedEvent::Weight;

// A name of more does not push out of sight what happened.
constexpr qsizetype longestSubject = 40;

QString textMember(const json::Value &params, QStringView name)
{
    const json::Value *member = params.member(name);
    return member && member->asString() ? *member->asString() : QString();
}

QString shortened(const QString &name)
{
    return name.size() <= longestSubject ? name : name.left(longestSubject - 1).trimmed() + u'…';
}

// With what follows, where there is any.
QString sentence(const QString &text, const QString &more)
{
    return more.isEmpty() ? text : text + QLatin1String(": ") + more;
}

QString cameraEventWords(const LoggedEvent &logged, const QString &what)
{
    const QString name = shortened(logged.subject);
    return what == QLatin1String("connected")
               ? EventLogModel::tr("%1 is connected").arg(name)
               : sentence(EventLogModel::tr("%1 is not connected").arg(name), logged.reason);
}

QString recordingEventWords(const LoggedEvent &logged, const QString &what)
{
    const QString file = logged.subject;
    if (what == QLatin1String("start"))
        return EventLogModel::tr("Recording begun: %1").arg(file);
    if (what != QLatin1String("error"))
        return EventLogModel::tr("Recording ended after %1: %2").arg(durationWords(logged.seconds), file);
    // Why comes first: it is what one has to know.
    return logged.reason.isEmpty()
               ? EventLogModel::tr("Recording failed: %1").arg(file)
               : EventLogModel::tr("Recording failed: %1 (%2)", "why, file").arg(logged.reason, file);
}

QString snapshotEventWords(const LoggedEvent &logged, const QString &what)
{
    return what == QLatin1String("taken") ? EventLogModel::tr("Snapshot taken: %1").arg(logged.subject)
                                          : sentence(EventLogModel::tr("Snapshot failed"), logged.reason);
}

QString systemEventWords(const LoggedEvent &logged, const QString &what)
{
    if (what == QLatin1String("startup"))
        return EventLogModel::tr("The service is ready");
    if (what == QLatin1String("shutdown"))
        return EventLogModel::tr("The service is ending");
    return what == QLatin1String("error") ? sentence(EventLogModel::tr("The service reports a failure"), logged.reason)
                                          : QString();
}

Weight weightOf(const QString &topic)
{
    if (topic.endsWith(QLatin1String(".error")))
        return Weight::Error;
    return topic == QLatin1String("camera.disconnected") || topic == QLatin1String("system.shutdown") ? Weight::Warning
                                                                                                      : Weight::Info;
}

}  // namespace

LoggedEvent readEvent(const QString &topic, const json::Value &params, qint64 seq)
{
    LoggedEvent logged;
    logged.seq = seq;
    logged.topic = topic;
    logged.time = fromIso(textMember(params, u"timestamp")).value_or(Timestamp());
    logged.device = CameraId::parse(textMember(params, u"device")).value_or(CameraId());
    logged.weight = weightOf(topic);
    const bool ofCamera = topic.startsWith(QLatin1String("camera."));
    logged.subject = textMember(params, ofCamera ? u"name" : u"filename");
    for (const QStringView member : {u"reason", u"cause", u"message"}) {
        if (logged.reason.isEmpty())
            logged.reason = textMember(params, member);
    }
    if (const json::Value *duration = params.member(u"duration"))
        logged.seconds = duration->number().value_or(-1);
    return logged;
}

QString wordsFor(const LoggedEvent &logged)
{
    const QString group = logged.topic.section(u'.', 0, 0);
    const QString what = logged.topic.section(u'.', 1);
    if (what.isEmpty())
        return {};
    if (group == QLatin1String("camera"))
        return cameraEventWords(logged, what);
    if (group == QLatin1String("recording"))
        return recordingEventWords(logged, what);
    if (group == QLatin1String("snapshot"))
        return snapshotEventWords(logged, what);
    return group == QLatin1String("system") ? systemEventWords(logged, what) : QString();
}

}  // namespace cs
