#include "api/audit.h"
#include "cli/argument.h"
#include "cli/command.h"
#include "cli/commandtable.h"
#include "cli/pointintime.h"
#include "cli/units.h"

namespace cs {

namespace {

const QString auditAll = QStringLiteral("all");
const QString auditLimit = QStringLiteral("limit");

class AuditListCommand final : public Command {
public:
    using Command::Command;

    Result<Done> prepare() override
    {
        using Limit = decltype(m_params.limit);
        if (invocation().has(auditAll) && invocation().has(auditLimit))
            return usageError(QStringLiteral("--all shows every record, so --limit has no place beside it"));
        m_params.limit = invocation().has(auditAll) ? qint64(Limit::max) : 50;
        if (invocation().has(auditLimit)) {
            const auto limit = numberOption(auditLimit, invocation().value(auditLimit), Limit::min, Limit::max);
            if (!limit.ok())
                return limit.error();
            m_params.limit = *limit;
        }
        m_wanted = m_params.limit;
        if (auto read = readMoments(); !read.ok())
            return read;
        return readNames();
    }

protected:
    void run() override
    {
        ask<api::ListAuditEvents>(m_params, [this](api::ListAuditEvents::Reply reply) {
            std::move(reply.events.begin(), reply.events.end(), std::back_inserter(m_events));
            const bool enough = !invocation().has(auditAll) && qint64(m_events.size()) >= m_wanted;
            // A page may be short and not the last.
            if (reply.nextCursor && !enough) {
                m_params.cursor.emplace(*reply.nextCursor);
                if (!invocation().has(auditAll))
                    m_params.limit = m_wanted - qint64(m_events.size());
                run();
                return;
            }
            reply.events = std::move(m_events);
            const bool printed = output().isJson() ? output().json(json::toJson(reply)) : print(reply);
            finish(printed ? Exit::Ok : Exit::Failed);
        });
    }

private:
    Result<Done> readMoments()
    {
        const Timestamp now = SystemClock().now();
        for (const auto &[name, moment] : {std::pair(QStringLiteral("since"), &m_params.since),
                                           std::pair(QStringLiteral("until"), &m_params.until)}) {
            if (!invocation().has(name))
                continue;
            const auto read = momentOption(name, invocation().value(name), now);
            if (!read.ok())
                return read.error();
            *moment = *read;
        }
        return Done{};
    }

    Result<Done> readNames()
    {
        const QString user = invocation().value(QStringLiteral("user"));
        const QString action = invocation().value(QStringLiteral("action"));
        if (invocation().has(QStringLiteral("user"))) {
            const auto read = textArgument(QStringLiteral("--user"), user, api::UserName::max);
            if (!read.ok())
                return read.error();
            m_params.username.emplace(*read);
        }
        if (invocation().has(QStringLiteral("action"))) {
            const auto read = textArgument(QStringLiteral("--action"), action, api::Text<1, 64>::max);
            if (!read.ok())
                return read.error();
            m_params.action.emplace(*read);
        }
        if (invocation().has(QStringLiteral("camera"))) {
            const auto camera = cameraArgument(invocation().value(QStringLiteral("camera")));
            if (!camera.ok())
                return camera.error();
            m_params.device = *camera;
        }
        return Done{};
    }

    bool print(const api::ListAuditEvents::Reply &reply)
    {
        if (reply.events.empty()) {
            output().note(QStringLiteral("The audit trail has no such record."));
            return true;
        }
        Table table({{QStringLiteral("NUMBER"), Table::Align::Right},
                     {QStringLiteral("TIME")},
                     {QStringLiteral("USER")},
                     {QStringLiteral("ADDRESS")},
                     {QStringLiteral("ACTION")},
                     {QStringLiteral("ON")},
                     {QStringLiteral("RESULT")}});
        for (const api::AuditRow &row : reply.events) {
            const bool fine = row.result == QLatin1String("ok");
            table.addRow({QString::number(row.seq), localTime(row.at), row.username, row.address, row.action,
                          objectOf(row), Table::Cell(row.result, fine ? Table::Paint::None : Table::Paint::Warning)});
        }
        const bool printed = output().table(table);
        if (printed && reply.nextCursor)
            output().note(QStringLiteral("There are more; --all shows every one."));
        return printed;
    }

    static QString objectOf(const api::AuditRow &row)
    {
        if (!row.device)
            return row.target;
        return row.target.isEmpty() ? row.device->toString() : row.device->toString() + u' ' + row.target;
    }

    api::ListAuditEvents::Params m_params;
    qint64 m_wanted = 0;
    std::vector<api::AuditRow> m_events;
};

}  // namespace

CommandSpec auditListSpec()
{
    CommandSpec spec;
    spec.name = QStringLiteral("audit list");
    spec.synopsis = QStringLiteral("[--since TIME] [--until TIME] [--user NAME] [--action ACTION] [--camera CAMERA] "
                                   "[--limit N | --all]");
    spec.summary = QStringLiteral("List what was done, by whom and from where, newest first.");
    spec.details = QStringLiteral("--json prints the answer of list_audit_events.");
    spec.options = {{{QStringLiteral("since")},
                     QStringLiteral("TIME"),
                     QStringLiteral("not before; a moment, or 2h for two hours ago")},
                    {{QStringLiteral("until")}, QStringLiteral("TIME"), QStringLiteral("before")},
                    {{QStringLiteral("user")}, QStringLiteral("NAME"), QStringLiteral("only of this user")},
                    {{QStringLiteral("action")}, QStringLiteral("ACTION"), QStringLiteral("only this method or deed")},
                    {{QStringLiteral("camera")}, QStringLiteral("CAMERA"), QStringLiteral("only on this camera")},
                    {{auditLimit}, QStringLiteral("N"), QStringLiteral("at most N records, 1 to 1000 (default 50)")},
                    {{auditAll}, {}, QStringLiteral("every record")}};
    spec.make = makeCommand<AuditListCommand>;
    return spec;
}

}  // namespace cs
