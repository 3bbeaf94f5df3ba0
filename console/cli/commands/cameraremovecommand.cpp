#include "api/cameras.h"
#include "cli/celltext.h"
#include "cli/command.h"
#include "cli/commandtable.h"

namespace cs {

namespace {

// The service removes by address; a camera's id is turned into its address first.
class CameraRemoveCommand final : public Command {
public:
    using Command::Command;

    Result<Done> prepare() override
    {
        m_camera = CameraId::parse(arguments().first());
        if (!m_camera && !arguments().first().contains(QLatin1String("://"))) {
            return usageError(
                QStringLiteral("'%1' is neither a camera like camera2 nor an address like rtsp://HOST/stream")
                    .arg(arguments().first()));
        }
        return Done{};
    }

protected:
    void run() override
    {
        if (!m_camera) {
            remove(arguments().first());
            return;
        }
        ask<api::GetExternalStreams>({}, [this](const api::GetExternalStreams::Reply &reply) {
            for (const api::ExternalStream &stream : reply.externalStreams) {
                if (stream.device == *m_camera) {
                    remove(stream.url);
                    return;
                }
            }
            fail(localFailure(
                QStringLiteral("%1 is no camera that was added by its address; only such cameras can be removed "
                               "('cameractl camera list')")
                    .arg(m_camera->toString())));
        });
    }

private:
    void remove(const QString &url)
    {
        ask<api::RemoveExternalStream>({url}, [this](const api::RemoveExternalStream::Reply &reply) {
            const bool printed = output().isJson()
                                     ? output().json(json::toJson(reply))
                                     : output().line(QStringLiteral("removed %1").arg(harmless(reply.streamUrl)));
            finish(printed ? Exit::Ok : Exit::Failed);
        });
    }

    std::optional<CameraId> m_camera;
};

}  // namespace

CommandSpec cameraRemoveSpec()
{
    CommandSpec spec;
    spec.name = QStringLiteral("camera rm");
    spec.synopsis = QStringLiteral("CAMERA|URL");
    spec.summary = QStringLiteral("Remove a camera that was added by its address; its recordings and snapshots stay.");
    spec.details = QStringLiteral("Its id is never given to another camera.");
    spec.minArguments = 1;
    spec.maxArguments = 1;
    spec.make = makeCommand<CameraRemoveCommand>;
    return spec;
}

}  // namespace cs
