#include <QElapsedTimer>
#include <QTimer>

#include "api/events.h"
#include "cli/argument.h"
#include "cli/celltext.h"
#include "cli/command.h"
#include "cli/commandtable.h"
#include "cli/progresstext.h"
#include "cli/units.h"
#include "client/connectionerror.h"

namespace cs {

namespace {

using namespace std::chrono_literals;

const QString forOption = QStringLiteral("for");
const QString topic = QStringLiteral("recording_status_update");

QString causeText(const QString &cause)
{
    static const std::map<QString, QString> texts{
        {QStringLiteral("mediamtx_lost"), QStringLiteral("the media server failed")},
        {QStringLiteral("camera_lost"), QStringLiteral("the camera was lost")},
        {QStringLiteral("storage_full"), QStringLiteral("the disk of the service is full")},
        {QStringLiteral("service_restart"), QStringLiteral("the service was started anew")},
        {QStringLiteral("shutdown"), QStringLiteral("the service was stopped")}};
    const auto found = texts.find(cause);
    return found == texts.end() ? harmless(cause) : found->second;
}

// Starts a recording and stays with it to its end: the end is told by an event, and, should that be lost with the
// connection, found by looking each second.
class RecordCommand final : public Command {
public:
    RecordCommand(Output &output, Invocation invocation) : Command(output, std::move(invocation))
    {
        m_look.setInterval(1s);
        connect(&m_look, &QTimer::timeout, this, &RecordCommand::look);
    }

    Result<Done> prepare() override
    {
        const auto camera = cameraArgument(arguments().first());
        if (!camera.ok())
            return camera.error();
        m_camera = *camera;
        if (!invocation().has(forOption))
            return Done{};
        const auto length = parseDuration(invocation().value(forOption));
        if (!length || *length > 24h)
            return usageError(QStringLiteral("--for takes %1, 1s to 24h").arg(durationRule()));
        m_wanted = *length;
        return Done{};
    }

    RetryPolicy retryPolicy() const override
    {
        RetryPolicy policy;
        policy.tries = 5;
        return policy;
    }

    void resumed() override { watch(); }

    void abandoned(const Error &reason) override
    {
        if (!m_file.isValid()) {
            fail(reason);
            return;
        }
        fail(connectionError(QStringLiteral("%1, and the recording %2 goes on without this program")
                                 .arg(reason.message, m_file.toString()),
                             QStringLiteral("'cameractl recording list' shows it when the service is there again")));
    }

    // The first Ctrl-C ends the recording, a second one the program.
    bool interrupted() override
    {
        if (std::exchange(m_stopWanted, true)) {
            output().note(
                QStringLiteral("cameractl: the recording may still be going on; 'cameractl recording list' shows it"));
            return false;
        }
        stop();
        return true;
    }

protected:
    void run() override
    {
        connect(&client(), &Client::notification, this, [this](const QString &name, const QByteArray &) {
            if (name == topic)
                look();
        });
        watch();
        api::StartRecording::Params params;
        params.device = m_camera;
        if (m_wanted > 0s)
            params.duration = m_wanted.count();
        ask<api::StartRecording>(params, [this](const api::StartRecording::Reply &reply) {
            m_file = reply.filename;
            m_started.start();
            m_look.start();
            if (!output().showsProgress()) {
                const QString length = m_wanted > 0s ? QStringLiteral(" for %1").arg(clockText(m_wanted))
                                                     : QStringLiteral(" until Ctrl-C");
                output().note(
                    QStringLiteral("recording %1%2: %3").arg(m_camera.toString(), length, harmless(m_file.toString())));
            }
            showProgress();
            if (m_stopWanted)
                stop();
        });
    }

private:
    // Looking each second finds the end too, so a subscription that fails is no trouble.
    void watch()
    {
        api::SubscribeEvents::Params params;
        params.topics.emplace_back(topic);
        params.filters = QJsonObject{{"device", m_camera.toString()}};
        attempt<api::SubscribeEvents>(params, [](const Result<api::SubscribeEvents::Reply> &) {});
        look();
    }

    void look()
    {
        if (!m_file.isValid() || hasFinished() || std::exchange(m_looking, true))
            return;
        attempt<api::GetRecordingInfo>({m_file}, [this](const Result<api::GetRecordingInfo::Reply> &info) {
            m_looking = false;
            if (info.ok() && info->state != QLatin1String("recording")) {
                conclude(*info);
            } else if (info.ok()) {
                m_bytes = info->fileSize;
                showProgress();
            } else if (!isConnectionError(info.error())) {
                fail(info.error());
            }
        });
    }

    void showProgress()
    {
        const auto elapsed = std::chrono::floor<std::chrono::seconds>(std::chrono::milliseconds(m_started.elapsed()));
        output().progress(recordingText(m_camera.toString(), m_wanted > 0s ? std::min(elapsed, m_wanted) : elapsed,
                                        m_wanted, m_bytes));
    }

    void stop()
    {
        if (!m_file.isValid())
            return;
        attempt<api::StopRecording>({m_camera}, [this](const Result<api::StopRecording::Reply> &reply) {
            // Not recording any more: it ended by itself in this very moment, and looking tells how.
            if (!reply.ok() && reply.error().code != ErrorCode::InvalidState)
                fail(reply.error());
            else
                look();
        });
    }

    void conclude(const api::GetRecordingInfo::Reply &info)
    {
        m_look.stop();
        const bool printed = output().isJson()
                                 ? output().json(json::toJson(info))
                                 : output().line(QStringLiteral("%1  %2  %3")
                                                     .arg(harmless(info.filename.toString()), lengthText(info.duration),
                                                          sizeText(info.fileSize)));
        const QString cause = info.endCause.value_or(QString());
        if (!cause.isEmpty() && cause != QLatin1String("requested") && cause != QLatin1String("duration")) {
            fail(localFailure(
                QStringLiteral("the recording ended early because %1; what was recorded until then is kept")
                    .arg(causeText(cause))));
            return;
        }
        finish(printed ? Exit::Ok : Exit::Failed);
    }

    CameraId m_camera;
    std::chrono::seconds m_wanted{0};
    FileName m_file;
    QElapsedTimer m_started;
    QTimer m_look;
    qint64 m_bytes = 0;
    bool m_looking = false;
    bool m_stopWanted = false;
};

}  // namespace

CommandSpec recordSpec()
{
    CommandSpec spec;
    spec.name = QStringLiteral("record");
    spec.synopsis = QStringLiteral("CAMERA [--for TIME]");
    spec.summary = QStringLiteral("Record a camera, wait for the end, and print the file, its length and its size.");
    spec.details = QStringLiteral(
        "Without --for it records until Ctrl-C. With it the service ends the recording by itself, even if this program\n"
        "is gone; Ctrl-C ends it early. 'cameractl recording get' downloads the file.\n"
        "A recording that was cut off by a fault exits with 1 and keeps what is there.\n"
        "--json prints the answer of get_recording_info.");
    spec.options = {{{forOption}, QStringLiteral("TIME"), QStringLiteral("10s, 5m, 1h30m: at most 24h")}};
    spec.minArguments = 1;
    spec.maxArguments = 1;
    spec.make = makeCommand<RecordCommand>;
    return spec;
}

}  // namespace cs
