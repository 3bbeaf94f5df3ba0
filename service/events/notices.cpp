#include "events/notices.h"

#include "api/notifications.h"
#include "json/writer.h"

namespace cs {

namespace {

template<class T>
QByteArray noticeOf(const QString &method, const T &params)
{
    json::Writer writer;
    writer.beginObject();
    writer.key("jsonrpc");
    writer.value(QStringLiteral("2.0"));
    writer.key("method");
    writer.value(method);
    writer.key("params");
    writer.raw(json::toJson(params));
    writer.endObject();
    return writer.take();
}

}  // namespace

QByteArray resyncNotice(qint64 fromSeq, qint64 lastSeq, Timestamp time)
{
    return noticeOf(QStringLiteral("events.resync"), api::EventsResync{fromSeq, lastSeq, time});
}

QByteArray sessionEndedNotice(const SessionId &session, SessionEnd reason, Timestamp time)
{
    return noticeOf(QStringLiteral("session.ended"),
                    api::SessionEnded{session, endCodeOf(reason), endWordsOf(reason), time});
}

QByteArray rightsChangedNotice(const SessionId &session, Timestamp time)
{
    return noticeOf(QStringLiteral("session.rights_changed"), api::SessionRightsChanged{session, time});
}

}  // namespace cs
