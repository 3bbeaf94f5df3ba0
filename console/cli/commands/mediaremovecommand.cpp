#include "api/media.h"
#include "cli/argument.h"
#include "cli/celltext.h"
#include "cli/command.h"
#include "cli/commandtable.h"

namespace cs {

namespace {

// Deletes recordings or snapshots, one after another; M is the method that deletes one. A file that cannot be deleted
// does not keep the others.
template<api::Method M>
class MediaRemoveCommand final : public Command {
public:
    using Command::Command;

    Result<Done> prepare() override
    {
        for (const QString &argument : arguments()) {
            const auto name = fileArgument(argument);
            if (!name.ok())
                return name.error();
            m_names.push_back(*name);
        }
        return Done{};
    }

protected:
    void run() override { next(); }

private:
    void next()
    {
        if (m_at == m_names.size()) {
            end();
            return;
        }
        attempt<M>({m_names[m_at++]}, [this](const Result<api::Deleted> &reply) {
            const Exit exit = reply.ok() ? onDeleted(*reply) : onRefused(reply.error());
            m_worst = m_worst == Exit::Ok ? exit : m_worst;
            // Without a connection, or without the right, it is the same for the rest.
            if (exit == Exit::NoService || exit == Exit::Denied)
                end();
            else
                next();
        });
    }

    Exit onDeleted(const api::Deleted &reply)
    {
        m_replies.push_back(reply);
        const bool printed = output().isJson()
                             || output().line(QStringLiteral("deleted %1").arg(harmless(reply.filename.toString())));
        return printed ? Exit::Ok : Exit::Failed;
    }

    Exit onRefused(const Error &error)
    {
        const Fault fault = explain(error);
        output().trouble(fault.sentence);
        return fault.exit;
    }

    void end()
    {
        const bool printed = !output().isJson() || output().json(json::toJson(m_replies));
        finish(printed ? m_worst : Exit::Failed);
    }

    std::vector<FileName> m_names;
    size_t m_at = 0;
    std::vector<api::Deleted> m_replies;
    Exit m_worst = Exit::Ok;
};

CommandSpec removeSpec(const QString &kind)
{
    CommandSpec spec;
    spec.name = kind + QLatin1String(" rm");
    spec.synopsis = QStringLiteral("NAME...");
    spec.summary = QStringLiteral("Delete %1s from the service, for ever and without asking.").arg(kind);
    spec.details = QStringLiteral("--json prints an array with one object for each file that was deleted.");
    spec.minArguments = 1;
    spec.maxArguments = -1;
    return spec;
}

}  // namespace

CommandSpec recordingRemoveSpec()
{
    CommandSpec spec = removeSpec(QStringLiteral("recording"));
    spec.make = makeCommand<MediaRemoveCommand<api::DeleteRecording>>;
    return spec;
}

CommandSpec snapshotRemoveSpec()
{
    CommandSpec spec = removeSpec(QStringLiteral("snapshot"));
    spec.make = makeCommand<MediaRemoveCommand<api::DeleteSnapshot>>;
    return spec;
}

}  // namespace cs
