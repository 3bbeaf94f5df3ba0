#include "api/accounts.h"
#include "cli/argument.h"
#include "cli/commandtable.h"
#include "cli/onecallcommand.h"
#include "cli/units.h"

namespace cs {

namespace {

Result<api::ListSessions::Params> readSessionList(const Invocation &invocation)
{
    api::ListSessions::Params params;
    if (!invocation.has(QStringLiteral("user")))
        return params;
    const auto user = textArgument(QStringLiteral("--user"), invocation.value(QStringLiteral("user")),
                                   api::UserName::max);
    if (!user.ok())
        return user.error();
    params.username = api::UserName(*user);
    return params;
}

bool printSessions(Output &output, const api::ListSessions::Reply &reply)
{
    if (reply.sessions.empty()) {
        output.note(QStringLiteral("Nobody is signed in."));
        return true;
    }
    Table table({{QStringLiteral("SESSION")},
                 {QStringLiteral("USER")},
                 {QStringLiteral("ROLE")},
                 {QStringLiteral("ADDRESS")},
                 {QStringLiteral("SINCE")},
                 {QStringLiteral("LAST CALL")},
                 {QStringLiteral("CLIENT")}});
    for (const api::SessionRow &session : reply.sessions) {
        const auto paint = session.current ? Table::Paint::Faint : Table::Paint::None;
        const QString client = session.current ? QStringLiteral("this one") : session.userAgent;
        table.addRow({{session.sessionId.toString(), paint},
                      {session.username, paint},
                      {toString(session.role), paint},
                      {session.address, paint},
                      {localTime(session.createdAt), paint},
                      {localTime(session.lastSeenAt), paint},
                      {client, paint}});
    }
    return output.table(table);
}

Result<api::EndSession::Params> readSessionEnd(const Invocation &invocation)
{
    const auto id = textArgument(QStringLiteral("the session"), invocation.arguments.first(), 128);
    if (!id.ok())
        return id.error();
    return api::EndSession::Params{SessionId(*id)};
}

}  // namespace

CommandSpec sessionListSpec()
{
    CommandSpec spec;
    spec.name = QStringLiteral("session list");
    spec.synopsis = QStringLiteral("[--user NAME]");
    spec.summary = QStringLiteral("List who is signed in, from where and since when, newest first.");
    spec.details = QStringLiteral("--json prints the answer of list_sessions.");
    spec.options = {
        {{QStringLiteral("user")}, QStringLiteral("NAME"), QStringLiteral("only the sessions of this user")}};
    spec.make = makeOneCall<api::ListSessions>(readSessionList, printSessions);
    return spec;
}

CommandSpec sessionEndSpec()
{
    CommandSpec spec;
    spec.name = QStringLiteral("session end");
    spec.synopsis = QStringLiteral("SESSION");
    spec.summary = QStringLiteral("End a session as 'session list' shows it, with all that is open through it.");
    spec.minArguments = 1;
    spec.maxArguments = 1;
    spec.make = makeOneCall<api::EndSession>(readSessionEnd, [](Output &output, const api::EndSession::Reply &) {
        return output.line(QStringLiteral("ended"));
    });
    return spec;
}

}  // namespace cs
