#include "auth/users.h"

#include "auth/passwordhasher.h"
#include "auth/passwordrules.h"
#include "auth/username.h"

namespace cs {

namespace {

Error unknownUser(const QString &name)
{
    return Error::notFound(QStringLiteral("user"), name);
}

bool sameRights(const User &a, const User &b)
{
    return a.role == b.role && a.enabled == b.enabled && a.restricted == b.restricted;
}

}  // namespace

Users::Users(UsersTable &table, PasswordHasher &hasher, RightsView &rights, const Clock &clock, QObject *parent)
    : QObject(parent),
      m_table(table),
      m_hasher(hasher),
      m_rights(rights),
      m_clock(clock)
{}

Async<Done> Users::load()
{
    const auto users = andThen(this, m_table.all(), [this](const std::vector<User> &rows) {
        for (const User &row : rows)
            take(row);
        return m_table.removedOnes();
    });
    return andThen(this, users, [this](const std::vector<RemovedUser> &rows) -> Result<Done> {
        for (const RemovedUser &row : rows)
            m_removed.note(row.name, row.removedAt);
        return Done{};
    });
}

const User *Users::find(const QString &name) const
{
    const auto folded = foldedUserName(name);
    const auto found = folded ? m_users.find(*folded) : m_users.end();
    return found == m_users.end() ? nullptr : &found->second;
}

std::vector<User> Users::page(qint64 limit, const QString &after) const
{
    std::vector<User> found;
    for (auto it = m_users.upper_bound(after); it != m_users.end() && std::ssize(found) < limit; ++it)
        found.push_back(it->second);
    return found;
}

Async<UserAnswer> Users::create(const NewUser &user)
{
    const auto name = userNameOf(QStringLiteral("username"), user.name);
    if (!name)
        return failed<UserAnswer>(name.error());
    if (count() >= MaxUsers) {
        return failed<UserAnswer>(
            Error::invalidState(QStringLiteral("there are %1 users, which is as many as can be").arg(MaxUsers),
                                QStringLiteral("full"), {QStringLiteral("room_left")}));
    }
    if (find(*name)) {
        return failed<UserAnswer>(Error::invalidState(QStringLiteral("there is a user %1 already").arg(*name),
                                                      QStringLiteral("exists"), {QStringLiteral("absent")}));
    }
    if (const auto good = checkTexts(*name, user.displayName, user.password); !good)
        return failed<UserAnswer>(good.error());
    const QString password = user.password ? *user.password : PasswordRules::make();
    return andThen(this, m_hasher.hash(password), [this, user, name = *name, password](const QString &hash) {
        return insert(user, name, password, hash);
    });
}

Async<UserAnswer> Users::insert(const NewUser &user, const QString &name, const QString &password, const QString &hash)
{
    User row;
    row.name = name;
    row.displayName = user.displayName;
    row.role = user.role;
    row.restricted = user.restricted;
    row.mustChangePassword = user.mustChangePassword || !user.password;
    row.passwordHash = hash;
    row.createdAt = m_clock.now();
    return andThen(
        this, written(m_table.insert(row), {}),
        [made = user.password ? std::nullopt : std::optional(password)](const User &stored) -> Result<UserAnswer> {
            return UserAnswer{stored, made};
        });
}

Async<UserAnswer> Users::update(const QString &name, const UserEdit &edit)
{
    const User *user = find(name);
    if (!user)
        return failed<UserAnswer>(unknownUser(name));
    if (edit.password && edit.makePassword) {
        return failed<UserAnswer>(Error::invalidParam(QStringLiteral("make_password"),
                                                      QStringLiteral("does not go with password"),
                                                      QStringLiteral("send one of the two")));
    }
    if (const auto good = checkTexts(user->name, edit.displayName.value_or(QString()), edit.password); !good)
        return failed<UserAnswer>(good.error());
    if (!edit.password && !edit.makePassword)
        return write(user->name, edit, {}, {});
    const QString password = edit.makePassword ? PasswordRules::make() : *edit.password;
    const auto made = edit.makePassword ? std::optional(password) : std::nullopt;
    return andThen(this, m_hasher.hash(password), [this, edit, made, name = user->name](const QString &hash) {
        return write(name, edit, made, hash);
    });
}

Async<UserAnswer> Users::write(const QString &name, const UserEdit &edit, const std::optional<QString> &madePassword,
                               const std::optional<QString> &hash)
{
    return andThen(this, written(m_table.update(name, changeOf(edit, hash)), {hash.has_value(), {}}),
                   [madePassword](const User &stored) -> Result<UserAnswer> {
                       return UserAnswer{stored, madePassword};
                   });
}

Async<Done> Users::remove(const QString &name)
{
    const User *user = find(name);
    if (!user)
        return failed(unknownUser(name));
    auto promise = std::make_shared<Promise<Done>>();
    auto answer = promise->future();
    const Timestamp now = m_clock.now();
    whenDone(this, m_table.remove(user->name, now),
             [this, promise, now, folded = user->name](const Result<Done> &gone) {
                 if (gone) {
                     m_removed.note(folded, now);
                     m_users.erase(folded);
                     m_rights.removeUser(folded);
                 }
                 promise->finish(gone);
                 if (gone)
                     Q_EMIT removed(folded);
             });
    return answer;
}

Async<User> Users::setOwnPassword(const QString &name, const QString &param, const QString &password,
                                  const KeptLogin &kept)
{
    const User *user = find(name);
    if (!user)
        return failed<User>(unknownUser(name));
    const auto good = PasswordRules::check(param, password, user->name);
    if (!good)
        return failed<User>(good.error());
    return andThen(this, m_hasher.hash(password), [this, kept, folded = user->name](const QString &hash) {
        UserChange change;
        change.passwordHash = hash;
        change.mustChangePassword = false;
        change.keptFamily = kept.family;
        return written(m_table.update(folded, change), {true, kept});
    });
}

Async<User> Users::noteLogin(const QString &name, std::optional<qint64> totpStep)
{
    return written(m_table.noteLogin(name, m_clock.now(), totpStep), {});
}

Async<User> Users::rehash(const QString &name, const QString &oldHash, const QString &newHash)
{
    return written(m_table.rehash(name, oldHash, newHash), {});
}

Async<User> Users::setTotp(const QString &name, const QByteArray &sealedSecret, qint64 lastStep,
                           const std::vector<QByteArray> &recoveryHashes)
{
    return written(m_table.setTotp(name, sealedSecret, lastStep, recoveryHashes), {});
}

Async<User> Users::removeTotp(const QString &name)
{
    UserChange change;
    change.removeTotp = true;
    return written(m_table.update(name, change), {});
}

Async<bool> Users::spendRecoveryCode(const QString &name, const QByteArray &hash)
{
    return m_table.spendRecoveryCode(name, hash);
}

// Rows come back in the order in which they were written, so the directory never goes back in time.
Async<User> Users::written(const Async<User> &row, const News &news)
{
    auto promise = std::make_shared<Promise<User>>();
    auto answer = promise->future();
    whenDone(this, row, [this, promise, news](const Result<User> &stored) {
        if (!stored) {
            promise->finish(stored.error());
            return;
        }
        const auto known = m_users.find(stored->name);
        const auto before = known == m_users.end() ? std::nullopt : std::optional(known->second);
        take(*stored);
        promise->finish(*stored);
        announce(before, *stored, news);
    });
    return answer;
}

void Users::take(const User &row)
{
    m_users.insert_or_assign(row.name, row);
    m_rights.setUser(row.name, row.role, row.enabled, row.restricted);
}

void Users::announce(const std::optional<User> &before, const User &row, const News &news)
{
    if (news.password)
        Q_EMIT passwordChanged(row.name, news.kept);
    if (!before || !sameRights(*before, row))
        Q_EMIT rightsChanged(row.name);
}

}  // namespace cs

#include "moc_users.cpp"
