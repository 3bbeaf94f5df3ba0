#include "api/accounts.h"
#include "cli/command.h"
#include "cli/commandtable.h"
#include "cli/units.h"

namespace cs {

namespace {

// Asks for page after page.
class UserListCommand final : public Command {
public:
    using Command::Command;

protected:
    void run() override
    {
        m_page.limit = decltype(m_page.limit)::max;
        ask<api::ListUsers>(m_page, [this](api::ListUsers::Reply reply) {
            std::move(reply.users.begin(), reply.users.end(), std::back_inserter(m_all.users));
            if (reply.nextCursor && !reply.users.empty()) {
                m_page.cursor = *reply.nextCursor;
                run();
                return;
            }
            const bool printed = output().isJson() ? output().json(json::toJson(m_all)) : print();
            finish(printed ? Exit::Ok : Exit::Failed);
        });
    }

private:
    static Table::Cell stateCell(const api::UserRow &user)
    {
        if (!user.enabled)
            return {QStringLiteral("disabled"), Table::Paint::Bad};
        if (user.mustChangePassword)
            return {QStringLiteral("must change password"), Table::Paint::Warning};
        return {QStringLiteral("enabled"), Table::Paint::Good};
    }

    bool print()
    {
        if (m_all.users.empty()) {
            output().note(QStringLiteral("There are no users; 'cameractl user add' makes one."));
            return true;
        }
        Table table({{QStringLiteral("USER")},
                     {QStringLiteral("ROLE")},
                     {QStringLiteral("STATE")},
                     {QStringLiteral("CAMERAS")},
                     {QStringLiteral("2ND FACTOR")},
                     {QStringLiteral("LAST LOGIN")},
                     {QStringLiteral("NAME")}});
        for (const api::UserRow &user : m_all.users) {
            table.addRow({user.username, toString(user.role), stateCell(user),
                          user.restricted ? QStringLiteral("granted ones") : QStringLiteral("all"),
                          user.totpEnabled ? QStringLiteral("yes") : QStringLiteral("no"),
                          user.lastLoginAt ? localTime(*user.lastLoginAt) : QStringLiteral("never"), user.displayName});
        }
        return output().table(table);
    }

    api::ListUsers::Params m_page;
    api::ListUsers::Reply m_all;
};

}  // namespace

CommandSpec userListSpec()
{
    CommandSpec spec;
    spec.name = QStringLiteral("user list");
    spec.summary = QStringLiteral("List the users: their role, whether they may sign in, which cameras they see.");
    spec.details = QStringLiteral("--json prints one answer of list_users with all users.");
    spec.make = makeCommand<UserListCommand>;
    return spec;
}

}  // namespace cs
