#include "models/eventlogmodel.h"
#include "models/words.h"

namespace cs {

namespace {

using Weight = LoggedEvent::Weight;

QString textMember(const json::Value &params, QStringView name)
{
    const json::Value *member = params.member(name);
    return member && member->asString() ? *member->asString() : QString();
}

// With what follows, where there is any.
QString sentence(const QString &text, const QString &more)
{
    return more.isEmpty() ? text : text + QLatin1String(": ") + more;
}

void describeCamera(LoggedEvent &logged, const QString &what, const json::Value &params)
{
    const QString name = textMember(params, u"name");
    if (what == QLatin1String("connected")) {
        logged.text = EventLogModel::tr("%1 is connected").arg(name);
        return;
    }
    logged.weight = Weight::Warning;
    logged.text = sentence(EventLogModel::tr("%1 is not connected").arg(name), textMember(params, u"reason"));
}

void describeRecording(LoggedEvent &logged, const QString &what, const json::Value &params)
{
    const QString file = textMember(params, u"filename");
    if (what == QLatin1String("start")) {
        logged.text = EventLogModel::tr("Recording begun: %1").arg(file);
    } else if (what == QLatin1String("error")) {
        logged.weight = Weight::Error;
        logged.text = sentence(EventLogModel::tr("Recording failed: %1").arg(file), textMember(params, u"cause"));
    } else {
        const json::Value *duration = params.member(u"duration");
        const double seconds = duration ? duration->number().value_or(-1) : -1;
        logged.text = EventLogModel::tr("Recording ended after %1: %2").arg(durationWords(seconds), file);
    }
}

void describeSnapshot(LoggedEvent &logged, const QString &what, const json::Value &params)
{
    if (what == QLatin1String("taken")) {
        logged.text = EventLogModel::tr("Snapshot taken: %1").arg(textMember(params, u"filename"));
        return;
    }
    logged.weight = Weight::Error;
    logged.text = sentence(EventLogModel::tr("Snapshot failed"), textMember(params, u"message"));
}

void describeSystem(LoggedEvent &logged, const QString &what, const json::Value &params)
{
    if (what == QLatin1String("startup")) {
        logged.text = EventLogModel::tr("The service is ready");
    } else if (what == QLatin1String("shutdown")) {
        logged.weight = Weight::Warning;
        logged.text = EventLogModel::tr("The service is ending");
    } else if (what == QLatin1String("error")) {
        logged.weight = Weight::Error;
        logged.text = sentence(EventLogModel::tr("The service reports a failure"), textMember(params, u"message"));
    }
}

}  // namespace

LoggedEvent describeEvent(const QString &topic, const json::Value &params, qint64 seq)
{
    LoggedEvent logged;
    logged.seq = seq;
    logged.topic = topic;
    logged.time = fromIso(textMember(params, u"timestamp")).value_or(Timestamp());
    logged.device = CameraId::parse(textMember(params, u"device")).value_or(CameraId());
    const QString group = topic.section(u'.', 0, 0);
    const QString what = topic.section(u'.', 1);
    if (what.isEmpty())
        return logged;
    if (group == QLatin1String("camera"))
        describeCamera(logged, what, params);
    else if (group == QLatin1String("recording"))
        describeRecording(logged, what, params);
    else if (group == QLatin1String("snapshot"))
        describeSnapshot(logged, what, params);
    else if (group == QLatin1String("system"))
        describeSystem(logged, what, params);
    return logged;
}

}  // namespace cs
