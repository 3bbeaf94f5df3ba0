#include "api/session.h"
#include "cli/celltext.h"
#include "cli/command.h"
#include "cli/commandtable.h"
#include "cli/units.h"

namespace cs {

namespace {

class TokenIssueCommand final : public Command {
public:
    using Command::Command;

    Result<Done> prepare() override
    {
        const auto role = roleFromString(invocation().value(QStringLiteral("role")));
        if (!role)
            return usageError(QStringLiteral("a token needs a role: --role viewer, operator or admin"));
        const QString user = invocation().value(QStringLiteral("user"));
        if (user.isEmpty() || user.size() > api::Text<1, 128>::max)
            return usageError(QStringLiteral("a token needs a user of 1 to 128 characters: --user NAME"));
        m_params.role = *role;
        m_params.userId = user;
        if (!invocation().has(QStringLiteral("expires")))
            return Done{};
        const auto expires = parseDuration(invocation().value(QStringLiteral("expires")));
        if (!expires || expires->count() > decltype(m_params.expiresIn)::max)
            return usageError(QStringLiteral("--expires takes %1, 365d at most").arg(durationRule()));
        m_params.expiresIn = expires->count();
        return Done{};
    }

protected:
    void run() override
    {
        ask<api::IssueToken>(m_params, [this](const api::IssueToken::Reply &reply) {
            const bool printed = output().isJson() ? output().json(json::toJson(reply))
                                                   : output().line(harmless(reply.token));
            if (output().resultIsTerminal() && !output().isJson())
                output().note(QStringLiteral("Valid until %1; whoever has it is %2.")
                                  .arg(localTime(reply.expiresAt), toString(m_params.role)));
            finish(printed ? Exit::Ok : Exit::Failed);
        });
    }

private:
    api::IssueToken::Params m_params;
};

}  // namespace

CommandSpec tokenIssueSpec()
{
    CommandSpec spec;
    spec.name = QStringLiteral("token issue");
    spec.synopsis = QStringLiteral("--role ROLE --user NAME [--expires TIME]");
    spec.summary = QStringLiteral("Make a token to sign in with, and print it alone. Only over the control socket.");
    spec.details = QStringLiteral("Keep it in a file that only you can read:\n"
                                  "  (umask 077; cameractl token issue --role viewer --user ann > ann.token)");
    spec.options = {
        {{QStringLiteral("role")}, QStringLiteral("ROLE"), QStringLiteral("viewer, operator or admin (needed)")},
        {{QStringLiteral("user")}, QStringLiteral("NAME"), QStringLiteral("whom it speaks for (needed)")},
        {{QStringLiteral("expires")},
         QStringLiteral("TIME"),
         QStringLiteral("how long it is valid, as in 12h or 30d (default 1d)")}};
    spec.make = makeCommand<TokenIssueCommand>;
    return spec;
}

}  // namespace cs
