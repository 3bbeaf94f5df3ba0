#include "api/accounts.h"
#include "auth/actornames.h"
#include "auth/users.h"
#include "jose/base64url.h"
#include "methods/accountmethods.h"
#include "rpc/methodtable.h"

namespace cs {

namespace {

api::UserRow userRow(const User &user)
{
    api::UserRow row;
    row.username = user.name;
    row.displayName = user.displayName;
    row.role = user.role;
    row.enabled = user.enabled;
    row.restricted = user.restricted;
    row.totpEnabled = user.hasTotp();
    row.mustChangePassword = user.mustChangePassword;
    row.createdAt = user.createdAt;
    row.lastLoginAt = user.lastLoginAt;
    return row;
}

Result<api::UserRow> answerRow(const UserAnswer &answer)
{
    api::UserRow row = userRow(answer.user);
    row.initialPassword = answer.madePassword;
    return row;
}

std::optional<QString> textOf(const auto &text)
{
    return text ? std::optional(text->toString()) : std::nullopt;
}

// A cursor is the last name of the page before.
Result<QString> nameBefore(const std::optional<api::Cursor> &cursor)
{
    if (!cursor)
        return QString();
    const auto name = fromBase64Url(cursor->toString().toLatin1());
    if (!name || name->isEmpty()) {
        return Error::invalidParam(QStringLiteral("cursor"), QStringLiteral("is none of this list"),
                                   QStringLiteral("send next_cursor of the answer before, or nothing"));
    }
    return QString::fromUtf8(*name);
}

Result<api::ListUsers::Reply> listUsers(const Users &users, const api::ListUsers::Params &params)
{
    const auto after = nameBefore(params.cursor);
    if (!after)
        return after.error();
    // One more than asked for tells whether the list goes on.
    std::vector<User> page = users.page(params.limit + 1, *after);
    api::ListUsers::Reply reply;
    if (std::ssize(page) > params.limit) {
        page.pop_back();
        reply.nextCursor = QString::fromLatin1(toBase64Url(page.back().name.toUtf8()));
    }
    for (const User &user : page)
        reply.users.push_back(userRow(user));
    return reply;
}

Async<api::UserRow> createUser(Users &users, const api::CreateUser::Params &params)
{
    if (const auto free = notAnActor(QStringLiteral("username"), params.username); !free)
        return failed<api::UserRow>(free.error());
    NewUser user;
    user.name = params.username;
    user.role = params.role;
    user.password = textOf(params.password);
    user.displayName = textOf(params.displayName).value_or(QString());
    user.restricted = params.restricted;
    return andThen(&users, users.create(user), answerRow);
}

Async<api::UserRow> updateUser(Users &users, const api::UpdateUser::Params &params)
{
    UserEdit edit;
    edit.role = params.role;
    edit.enabled = params.enabled;
    edit.restricted = params.restricted;
    edit.displayName = textOf(params.displayName);
    edit.password = textOf(params.password);
    edit.makePassword = params.makePassword;
    edit.resetTotp = params.resetTotp;
    return andThen(&users, users.update(params.username, edit), answerRow);
}

Async<api::DeleteUser::Reply> deleteUser(Users &users, const api::DeleteUser::Params &params)
{
    return andThen(&users, users.remove(params.username),
                   [](const Done &) -> Result<api::DeleteUser::Reply> { return api::DeleteUser::Reply{}; });
}

}  // namespace

void bindUserMethods(MethodTable &table, const AccountParts &parts)
{
    Users *users = &parts.users;
    table.bind<api::ListUsers>(
        [users](const Call &, const api::ListUsers::Params &params) { return listUsers(*users, params); });
    table.bind<api::CreateUser>(
        [users](const Call &, const api::CreateUser::Params &params) { return createUser(*users, params); });
    table.bind<api::UpdateUser>(
        [users](const Call &, const api::UpdateUser::Params &params) { return updateUser(*users, params); });
    table.bind<api::DeleteUser>(
        [users](const Call &, const api::DeleteUser::Params &params) { return deleteUser(*users, params); });
}

}  // namespace cs
