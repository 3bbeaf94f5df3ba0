#include <QDateTime>

#include "api/events.h"
#include "cli/argument.h"
#include "cli/celltext.h"
#include "cli/command.h"
#include "cli/commandtable.h"
#include "cli/jsontext.h"

namespace cs {

namespace {

const QString followOption = QStringLiteral("follow");
const QString countOption = QStringLiteral("count");
const QString cameraOption = QStringLiteral("camera");
const QString sinceOption = QStringLiteral("since");

using Seq = decltype(api::SubscribeEvents::Params::sinceSeq)::value_type;

// One topic for each thing that can happen: the others tell the same once more, in another shape, or each second.
std::vector<QString> usualTopics()
{
    std::vector<QString> usual;
    for (const char *name : api::topics) {
        const QString topic = QString::fromLatin1(name);
        if (topic.contains(u'.') && topic != QLatin1String("recording.progress"))
            usual.push_back(topic);
    }
    return usual;
}

class EventsCommand final : public Command {
public:
    using Command::Command;

    Result<Done> prepare() override
    {
        for (const QString &topic : arguments())
            m_topics.push_back(topic);
        if (m_topics.empty())
            m_topics = usualTopics();
        if (invocation().has(countOption)) {
            const auto count = numberOption(countOption, invocation().value(countOption), 1, 1000000000);
            if (!count.ok())
                return count.error();
            m_left = *count;
        }
        if (invocation().has(sinceOption)) {
            const auto since = numberOption(sinceOption, invocation().value(sinceOption), 0, Seq::max);
            if (!since.ok())
                return since.error();
            m_lastSeq = *since;
        }
        if (invocation().has(cameraOption)) {
            const auto camera = cameraArgument(invocation().value(cameraOption));
            if (!camera.ok())
                return camera.error();
            m_camera = *camera;
        }
        return Done{};
    }

    RetryPolicy retryPolicy() const override
    {
        RetryPolicy policy;
        policy.tries = invocation().has(followOption) ? RetryPolicy::forEver : 0;
        return policy;
    }

    void resumed() override { subscribe(); }

protected:
    void run() override
    {
        connect(&client(), &Client::notification, this, &EventsCommand::onEvent);
        subscribe();
    }

private:
    void subscribe()
    {
        api::SubscribeEvents::Params params;
        for (const QString &topic : m_topics)
            params.topics.emplace_back(topic);
        if (m_camera)
            params.filters = QJsonObject{{"device", m_camera->toString()}};
        // The number to go on from: that of the option at first, and later of the newest event that came.
        if (m_lastSeq)
            params.sinceSeq = *m_lastSeq;
        if (!m_epoch.isEmpty())
            params.sinceEpoch = m_epoch;
        attempt<api::SubscribeEvents>(params, [this](const Result<api::SubscribeEvents::Reply> &reply) {
            // When the connection is there again, a subscription that fails is no end: it may be lost again meanwhile.
            if (!reply.ok() && (reply.error().code != ErrorCode::DependencyFailed || !m_subscribed))
                fail(reply.error());
            else if (reply.ok())
                onSubscribed(*reply);
        });
    }

    void onSubscribed(const api::SubscribeEvents::Reply &reply)
    {
        m_subscribed = true;
        m_epoch = reply.epoch;
        if (reply.resyncRequired)
            output().note(QStringLiteral("cameractl: events up to number %1 were missed").arg(reply.lastSeq));
        // Otherwise those up to there still come.
        if (reply.resyncRequired || !m_lastSeq)
            m_lastSeq = reply.lastSeq;
    }

    void onNotice(const QString &method, const json::Value &params)
    {
        const json::Value *last = params.member(u"last_seq");
        if (method == QLatin1String("events.resync") && last && last->asInt())
            output().note(QStringLiteral("cameractl: some events up to number %1 were left out").arg(*last->asInt()));
    }

    void onEvent(const QString &topic, const QByteArray &params)
    {
        if (hasFinished())
            return;
        const auto parsed = json::parse(params.isEmpty() ? QByteArray("{}") : params);
        if (!parsed.ok())
            return;
        // Those are for this connection alone, and no events.
        if (topic == QLatin1String("events.resync") || topic.startsWith(QLatin1String("session."))) {
            onNotice(topic, *parsed);
            return;
        }
        const json::Value *seq = parsed->member(u"seq");
        const qint64 number = seq && seq->asInt() ? *seq->asInt() : 0;
        // One event comes under each of its topics; unless topics were named, once is enough.
        if (arguments().isEmpty() && number > 0 && number == m_printedSeq)
            return;
        m_printedSeq = number;
        m_lastSeq = std::max(m_lastSeq.value_or(0), number);
        if (!(output().isJson() ? printJson(topic, params) : print(topic, *parsed))) {
            finish(Exit::Failed);
            return;
        }
        if (m_left > 0 && --m_left == 0)
            finish();
    }

    bool printJson(const QString &topic, const QByteArray &params)
    {
        json::Writer writer;
        writer.beginObject();
        writer.key("method");
        writer.value(topic);
        writer.key("params");
        writer.raw(params.isEmpty() ? QByteArray("{}") : params);
        writer.endObject();
        // One event, one line.
        return output().json(writer.take().replace('\n', ' ').replace('\r', ' '));
    }

    bool print(const QString &topic, const json::Value &params)
    {
        const auto member = [&params](QStringView name) {
            const json::Value *value = params.member(name);
            return value && value->asString() ? *value->asString() : QString();
        };
        const auto time = QDateTime::fromString(member(u"timestamp"), Qt::ISODateWithMs);
        const QString clock = (time.isValid() ? time.toLocalTime() : QDateTime::currentDateTime())
                                  .toString(QStringLiteral("hh:mm:ss.zzz"));
        const QString rest = memberLine(params,
                                        {QStringLiteral("timestamp"), QStringLiteral("device"), QStringLiteral("seq")});
        const QString line = QStringLiteral("%1  %2  %3  %4")
                                 .arg(clock, harmless(topic).leftJustified(22),
                                      harmless(member(u"device")).leftJustified(8), rest);
        return output().line(line.trimmed());
    }

    std::vector<QString> m_topics;
    std::optional<CameraId> m_camera;
    // Events to print until the end; 0: no end.
    qint64 m_left = 0;
    qint64 m_printedSeq = 0;
    std::optional<qint64> m_lastSeq;
    QString m_epoch;
    bool m_subscribed = false;
};

QString topicList()
{
    QString text;
    int column = 0;
    for (const char *name : api::topics) {
        const QString topic = QString::fromLatin1(name);
        if (column > 0 && column + topic.size() > 92) {
            text += u'\n';
            column = 0;
        }
        text += column == 0 ? QStringLiteral("  ") + topic : QStringLiteral(", ") + topic;
        column += int(topic.size()) + 2;
    }
    return text;
}

}  // namespace

CommandSpec eventsSpec()
{
    CommandSpec spec;
    spec.name = QStringLiteral("events");
    spec.synopsis = QStringLiteral("[TOPIC...] [--follow] [--since SEQ] [--camera CAMERA] [--count N]");
    spec.summary = QStringLiteral("Print what happens, one line an event.");
    spec.details =
        QStringLiteral(
            "Without a TOPIC: each event once, and recording.progress not at all. The topics are:\n%1\n"
            "--since tells the number (`seq`) of the newest event known, for example from --json: those after it come "
            "first.\n"
            "--json prints each event as it was sent: {\"method\":TOPIC,\"params\":{...}}.")
            .arg(topicList());
    spec.options = {{{followOption}, {}, QStringLiteral("connect again, for ever, when the connection is lost")},
                    {{sinceOption}, QStringLiteral("SEQ"), QStringLiteral("first the events after this number")},
                    {{cameraOption}, QStringLiteral("CAMERA"), QStringLiteral("events of this camera only")},
                    {{countOption}, QStringLiteral("N"), QStringLiteral("end after N events")}};
    spec.maxArguments = int(api::topics.size());
    spec.make = makeCommand<EventsCommand>;
    return spec;
}

}  // namespace cs
