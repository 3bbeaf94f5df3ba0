#include "api/media.h"
#include "cli/argument.h"
#include "cli/celltext.h"
#include "cli/commandtable.h"
#include "cli/downloadcommand.h"
#include "cli/units.h"

namespace cs {

namespace {

// Downloads a recording or a snapshot; M is its info method.
template<api::Method M>
class MediaGetCommand final : public DownloadCommand {
public:
    using DownloadCommand::DownloadCommand;

    Result<Done> prepare() override
    {
        if (auto prepared = DownloadCommand::prepare(); !prepared.ok())
            return prepared;
        const auto name = fileArgument(arguments().first());
        if (!name.ok())
            return name.error();
        m_name = *name;
        return Done{};
    }

protected:
    void run() override
    {
        ask<M>({m_name},
               [this](const typename M::Reply &reply) { download(reply.downloadUrl, targetFor(m_name.toString())); });
    }

    void onDownloaded(const QString &target, qint64 bytes) override
    {
        bool printed = true;
        if (output().isJson()) {
            json::Writer writer;
            writer.beginObject();
            writer.key("saved_as");
            writer.value(target);
            writer.key("bytes");
            writer.value(bytes);
            writer.endObject();
            printed = output().json(writer.take());
        } else {
            printed = output().line(QStringLiteral("%1  %2").arg(harmless(target), sizeText(bytes)));
        }
        finish(printed ? Exit::Ok : Exit::Failed);
    }

private:
    FileName m_name;
};

CommandSpec getSpec(const QString &kind)
{
    CommandSpec spec;
    spec.name = kind + QLatin1String(" get");
    spec.synopsis = QStringLiteral("NAME [-o FILE] [--force]");
    spec.summary = QStringLiteral("Download a %1.").arg(kind);
    spec.details =
        QStringLiteral(
            "NAME is what 'cameractl %1 list' shows. Until it is complete, the file is called FILE.part; a download that\n"
            "broke off goes on from there with the same command. A file that is there is never replaced without --force.")
            .arg(kind);
    spec.options = DownloadCommand::options();
    spec.minArguments = 1;
    spec.maxArguments = 1;
    return spec;
}

}  // namespace

CommandSpec recordingGetSpec()
{
    CommandSpec spec = getSpec(QStringLiteral("recording"));
    spec.make = makeCommand<MediaGetCommand<api::GetRecordingInfo>>;
    return spec;
}

CommandSpec snapshotGetSpec()
{
    CommandSpec spec = getSpec(QStringLiteral("snapshot"));
    spec.make = makeCommand<MediaGetCommand<api::GetSnapshotInfo>>;
    return spec;
}

}  // namespace cs
