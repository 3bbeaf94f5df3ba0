#include "api/media.h"
#include "cli/argument.h"
#include "cli/celltext.h"
#include "cli/commandtable.h"
#include "cli/downloadcommand.h"
#include "cli/units.h"

namespace cs {

namespace {

const QString keepOption = QStringLiteral("no-download");
const QString nameOption = QStringLiteral("name");

class SnapshotTakeCommand final : public DownloadCommand {
public:
    using DownloadCommand::DownloadCommand;

    Result<Done> prepare() override
    {
        if (auto prepared = DownloadCommand::prepare(); !prepared.ok())
            return prepared;
        const auto camera = cameraArgument(arguments().first());
        if (!camera.ok())
            return camera.error();
        m_params.device = *camera;
        if (invocation().has(nameOption)) {
            const auto name = fileArgument(invocation().value(nameOption));
            if (!name.ok())
                return name.error();
            m_params.filename = *name;
        }
        if (invocation().has(keepOption) && invocation().has(QStringLiteral("output")))
            return usageError(QStringLiteral("--no-download and -o exclude each other"));
        return Done{};
    }

protected:
    void run() override
    {
        ask<api::TakeSnapshot>(m_params, [this](const api::TakeSnapshot::Reply &reply) {
            m_reply = reply;
            if (invocation().has(keepOption))
                report(QString());
            else
                download(reply.downloadUrl, targetFor(reply.filename.toString()));
        });
    }

    void onDownloaded(const QString &target, qint64) override { report(target); }

private:
    void report(const QString &target)
    {
        bool printed = true;
        if (output().isJson()) {
            json::Writer writer;
            writer.beginObject();
            if (!target.isEmpty()) {
                writer.key("saved_as");
                writer.value(target);
            }
            writer.key("snapshot");
            writer.raw(json::toJson(m_reply));
            writer.endObject();
            printed = output().json(writer.take());
        } else {
            const QString place = target.isEmpty() ? m_reply.filename.toString() : target;
            printed = output().line(
                QStringLiteral("%1  %2  %3")
                    .arg(harmless(place), harmless(m_reply.resolution), sizeText(m_reply.fileSize)));
        }
        finish(printed ? Exit::Ok : Exit::Failed);
    }

    api::TakeSnapshot::Params m_params;
    api::TakeSnapshot::Reply m_reply;
};

}  // namespace

CommandSpec snapshotTakeSpec()
{
    CommandSpec spec;
    spec.name = QStringLiteral("snapshot");
    spec.synopsis = QStringLiteral("CAMERA [-o FILE] [--force] [--name NAME] [--no-download]");
    spec.summary = QStringLiteral("Save the current picture of a camera on the service, and download it.");
    spec.details = QStringLiteral("Prints the file, the size of the picture and of the file.");
    spec.options = DownloadCommand::options();
    spec.options.push_back(
        {{nameOption}, QStringLiteral("NAME"), QStringLiteral("the file's name on the service, ending in .jpg")});
    spec.options.push_back({{keepOption}, {}, QStringLiteral("leave the picture on the service")});
    spec.minArguments = 1;
    spec.maxArguments = 1;
    spec.make = makeCommand<SnapshotTakeCommand>;
    return spec;
}

}  // namespace cs
