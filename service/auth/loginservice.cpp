#include "auth/loginservice.h"

#include "auth/logging.h"
#include "auth/passwordhasher.h"
#include "auth/passwordrules.h"
#include "auth/username.h"

namespace cs {

namespace {

using Outcome = LoginThrottle::Outcome;

// Stands for all names that no user can have.
const QString noName = QStringLiteral("?");

Error wrongLogin()
{
    return Error::unauthenticated(QStringLiteral("the name or the password is wrong"));
}

Error wrongPassword(const QString &param)
{
    return Error::invalidParam(param, QStringLiteral("is not the password of this user"),
                               QStringLiteral("send the password that holds now"));
}

Error noPasswordHere()
{
    return Error::unsupported(QStringLiteral("passwords"),
                              QStringLiteral("this service keeps no password for the user"),
                              QStringLiteral("change it where the user signs in"));
}

}  // namespace

// One password on its way through the checks.
struct Logins::Attempt {
    QString name;
    QString password;
    std::optional<QString> totpCode;
    ClientInfo client;
    LoginThrottle::Try slot;
    int changes = 0;
    Promise<LoginResult> promise;
};

Logins::Logins(const Parts &parts, QObject *parent) : QObject(parent), m_parts(parts), m_throttle(parts.clock)
{
    connect(&parts.users, &Users::removed, this,
            [this](const QString &name) { forgetLogins(name, SessionEnd::UserRemoved); });
    connect(&parts.users, &Users::passwordChanged, this, [this](const QString &name, const KeptLogin &kept) {
        forgetLogins(name, SessionEnd::PasswordChanged, kept.family);
    });
    connect(&parts.users, &Users::rightsChanged, this, [this](const QString &name) {
        const User *user = m_parts.users.find(name);
        if (!user || !user->enabled)
            forgetLogins(name, SessionEnd::UserDisabled);
    });
}

Async<LoginResult> Logins::login(const LoginRequest &request)
{
    const Tried attempt = newAttempt(request.username, request.password, request.client);
    attempt->totpCode = request.totpCode;
    auto answer = attempt->promise.future();
    whenDone(this, verified(attempt), [this, attempt](const Result<bool> &right) { onVerified(attempt, right); });
    return answer;
}

Async<LoginResult> Logins::renew(QByteArrayView refreshToken)
{
    return andThen(this, m_parts.refreshTokens.renew(refreshToken),
                   [this](const RefreshTokens::Issued &issued) { return resultFor(issued); });
}

Async<Done> Logins::confirmPassword(const QString &username, const QString &param, const QString &password,
                                    const ClientInfo &client)
{
    if (!m_parts.users.find(username))
        return failed(noPasswordHere());
    const Tried attempt = newAttempt(username, password, client);
    return andThen(this, verified(attempt), [this, attempt, param](bool right) -> Result<Done> {
        m_throttle.leave(attempt->slot, right ? Outcome::Good : Outcome::Bad);
        if (!right)
            return wrongPassword(param);
        return Done{};
    });
}

Async<Done> Logins::changePassword(const QString &username, const QString &oldPassword, const QString &newPassword,
                                   const KeptLogin &kept, const ClientInfo &client)
{
    const User *user = m_parts.users.find(username);
    if (!user)
        return failed(noPasswordHere());
    const QString param = QStringLiteral("new_password");
    if (newPassword == oldPassword) {
        return failed(Error::invalidParam(param, QStringLiteral("must be another one than before"),
                                          QStringLiteral("send a password that was not used here")));
    }
    if (const auto good = PasswordRules::check(param, newPassword, user->name); !good)
        return failed(good.error());
    const auto confirmed = confirmPassword(username, QStringLiteral("old_password"), oldPassword, client);
    return andThen(this, confirmed, [this, name = user->name, param, newPassword, kept](const Done &) {
        return andThen(this, m_parts.users.setOwnPassword(name, param, newPassword, kept),
                       [](const User &) -> Result<Done> { return Done{}; });
    });
}

Logins::Tried Logins::newAttempt(const QString &username, const QString &password, const ClientInfo &client) const
{
    auto attempt = std::make_shared<Attempt>();
    attempt->name = foldedUserName(username).value_or(noName);
    attempt->password = password;
    attempt->client = client;
    attempt->changes = m_changes.value(attempt->name);
    return attempt;
}

// Whether the password is that of an enabled user. On true and false the attempt has entered the throttle and has to
// leave it; an error has left it.
Async<bool> Logins::verified(const Tried &attempt)
{
    const bool familiar = m_parts.refreshTokens.cameFrom(attempt->name, attempt->client.address);
    if (const auto wait = m_throttle.enter(attempt->name, attempt->client.address, familiar, attempt->slot))
        return failed<bool>(Error::rateLimited(wait->count()));
    const User *user = m_parts.users.find(attempt->name);
    auto promise = std::make_shared<Promise<bool>>();
    auto answer = promise->future();
    whenDone(this, m_parts.hasher.verify(user ? user->passwordHash : QString(), attempt->password),
             [this, attempt, promise](const Result<bool> &right) {
                 if (!right)
                     m_throttle.leave(attempt->slot, Outcome::Neither);
                 promise->finish(right ? Result<bool>(*right && userOf(*attempt)) : right);
             });
    return answer;
}

void Logins::onVerified(const Tried &attempt, const Result<bool> &right)
{
    if (!right) {
        attempt->promise.finish(right.error());
        return;
    }
    const User *user = userOf(*attempt);
    if (!*right || !user) {
        finish(attempt, wrongLogin(), Outcome::Bad);
        return;
    }
    if (!user->hasTotp()) {
        begin(attempt, std::nullopt);
        return;
    }
    if (!attempt->totpCode) {
        finish(attempt, Error::unauthenticated(QStringLiteral("a code of the authenticator is required (totp_code)")),
               Outcome::Neither);
        return;
    }
    whenDone(this, m_parts.secondFactor.check(*user, *attempt->totpCode),
             [this, attempt](const Result<SecondFactor::Passed> &passed) { onSecondFactor(attempt, passed); });
}

void Logins::onSecondFactor(const Tried &attempt, const Result<SecondFactor::Passed> &passed)
{
    if (passed)
        begin(attempt, passed->step);
    else
        finish(attempt, passed.error(),
               passed.error().code == ErrorCode::Unauthenticated ? Outcome::Bad : Outcome::Neither);
}

void Logins::begin(const Tried &attempt, std::optional<qint64> totpStep)
{
    const auto noted = m_parts.users.noteLogin(attempt->name, totpStep);
    const auto issued = andThen(this, noted, [this, attempt](const User &) {
        // What ends a user's logins has passed by this one, which is none yet.
        if (!userOf(*attempt))
            return failed<RefreshTokens::Issued>(wrongLogin());
        return m_parts.refreshTokens.start(attempt->name, attempt->client);
    });
    const auto result = andThen(this, issued,
                                [this](const RefreshTokens::Issued &tokens) { return resultFor(tokens); });
    whenDone(this, result, [this, attempt](const Result<LoginResult> &login) {
        finish(attempt, login, login ? Outcome::Good : Outcome::Neither);
        if (login)
            rehashIfOld(*attempt);
    });
}

void Logins::finish(const Tried &attempt, const Result<LoginResult> &result, Outcome outcome)
{
    m_throttle.leave(attempt->slot, outcome);
    if (!result && outcome == Outcome::Bad) {
        // The name may be a password typed in the wrong field, so it is not logged unless it is a user's.
        const User *user = m_parts.users.find(attempt->name);
        qCInfo(lcAuth).noquote() << "login refused for" << (user ? user->name : QStringLiteral("an unknown user"))
                                 << "from" << attempt->client.address;
    }
    attempt->promise.finish(result);
}

Result<LoginResult> Logins::resultFor(const RefreshTokens::Issued &issued) const
{
    const User *user = m_parts.users.find(issued.username);
    if (!user || !user->enabled) {
        m_parts.refreshTokens.revoke(issued.family, SessionEnd::UserDisabled);
        return wrongLogin();
    }
    const IssuedToken access = m_parts.accessTokens.issue(
        {user->name, user->role, issued.family, user->mustChangePassword, issued.expiresAt});
    LoginResult result;
    result.holder.principal = Principal::user(user->name, user->role);
    result.holder.principal.allCameras = !user->restricted;
    result.holder.principal.mustChangePassword = user->mustChangePassword;
    result.holder.expiresAt = access.expiresAt;
    result.holder.origin = loginOrigin(issued.family);
    result.holder.known = true;
    result.accessToken = access.text;
    result.refreshToken = issued.text;
    result.accessLifetime = std::chrono::floor<std::chrono::seconds>(access.expiresAt - m_parts.clock.now());
    result.mustChangePassword = user->mustChangePassword;
    return result;
}

// The user, as long as what was checked holds.
const User *Logins::userOf(const Attempt &attempt) const
{
    const User *user = m_parts.users.find(attempt.name);
    return user && user->enabled && m_changes.value(attempt.name) == attempt.changes ? user : nullptr;
}

void Logins::rehashIfOld(const Attempt &attempt)
{
    const User *user = m_parts.users.find(attempt.name);
    if (!user || !m_parts.hasher.needsRehash(user->passwordHash))
        return;
    // If it does not come to pass, the next login tries again.
    whenDone(this, m_parts.hasher.hash(attempt.password),
             [this, name = user->name, old = user->passwordHash](const Result<QString> &hash) {
                 if (hash)
                     whenDone(this, m_parts.users.rehash(name, old, *hash), [](const Result<User> &) {});
             });
}

void Logins::forgetLogins(const QString &username, SessionEnd reason, const QString &keptFamily)
{
    ++m_changes[username];
    m_parts.refreshTokens.revokeUser(username, reason, keptFamily);
}

}  // namespace cs

#include "moc_loginservice.cpp"
