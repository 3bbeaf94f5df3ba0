#include "client/passwordsignin.h"

#include <algorithm>

#include "api/session.h"
#include "client/trouble.h"

namespace cs {

namespace {

// An access token with less than this left may be over when it arrives.
constexpr std::chrono::seconds accessMargin{5};

Error loginError(const Error &error, bool withCode)
{
    if (error.code == ErrorCode::RateLimited)
        return withTrouble(error, Trouble::TooManyTries);
    if (error.code != ErrorCode::Unauthenticated)
        return error;
    // The service names the parameter that it misses.
    const QString reason = error.data.value(QLatin1String("reason")).toString();
    if (reason.contains(QLatin1String("totp_code")))
        return withTrouble(error, Trouble::SecondFactorNeeded);
    // The code is looked at only after the password was right.
    const bool aboutCode = withCode && reason.startsWith(QLatin1String("the code"));
    return withTrouble(error, aboutCode ? Trouble::SecondFactorWrong : Trouble::WrongPassword);
}

Error renewalError(const Error &error)
{
    return error.code == ErrorCode::Unauthenticated ? withTrouble(error, Trouble::SignInOver) : error;
}

// Passes a success to `take`, and a failure through `explain`.
template<class T, class Take, class Explain>
Async<SignedIn> concluded(QObject *context, const Async<T> &answer, Take take, Explain explain)
{
    auto promise = std::make_shared<Promise<SignedIn>>();
    auto future = promise->future();
    whenDone(context, answer, [promise, take, explain](const Result<T> &result) {
        promise->finish(result.ok() ? Result<SignedIn>(take(*result)) : Result<SignedIn>(explain(result.error())));
    });
    return future;
}

}  // namespace

PasswordSignIn::PasswordSignIn(Login login) : m_login(std::move(login)) {}

PasswordSignIn::PasswordSignIn(const QString &refreshToken) : m_refreshToken(refreshToken) {}

Async<SignedIn> PasswordSignIn::signIn(const std::shared_ptr<Caller> &connection)
{
    if (!m_accessToken.isEmpty() && m_accessEnd.remainingTimeAsDuration() > accessMargin)
        return authenticate(connection);
    return m_refreshToken.isEmpty() ? logIn(*connection) : renew(*connection);
}

Async<SignedIn> PasswordSignIn::logIn(Caller &connection)
{
    api::Login::Params params{m_login.user, m_login.password, {}};
    if (!m_login.totpCode.isEmpty())
        params.totpCode = m_login.totpCode;
    return concluded(
        this, connection.call<api::Login>(params), [this](const api::Login::Reply &reply) { return take(reply); },
        [withCode = params.totpCode.has_value()](const Error &error) { return loginError(error, withCode); });
}

// Costs the service less than a renewal, and an answer that is lost on the way does no harm.
Async<SignedIn> PasswordSignIn::authenticate(const std::shared_ptr<Caller> &connection)
{
    auto promise = std::make_shared<Promise<SignedIn>>();
    auto answer = promise->future();
    whenDone(this, connection->call<api::Authenticate>({m_accessToken}),
             [this, promise, connection](const Result<api::Authenticate::Reply> &reply) {
                 if (reply.ok()) {
                     promise->finish(
                         SignedIn{reply->role, reply->permissions, reply->expiresAt, reply->sessionId, m_mustChange});
                     return;
                 }
                 if (reply.error().code != ErrorCode::Unauthenticated) {
                     promise->finish(reply.error());
                     return;
                 }
                 forgetAccessToken();
                 whenDone(this, renew(*connection),
                          [promise](const Result<SignedIn> &renewed) { promise->finish(renewed); });
             });
    return answer;
}

Async<SignedIn> PasswordSignIn::renew(Caller &connection)
{
    return concluded(
        this, connection.call<api::RefreshToken>({m_refreshToken}),
        [this](const api::RefreshToken::Reply &reply) { return take(reply); }, &renewalError);
}

SignedIn PasswordSignIn::take(const api::Login::Reply &reply)
{
    const std::chrono::seconds life(std::clamp<qint64>(reply.expiresIn, 0, 366 * 86400));
    forgetLogin();
    m_accessToken = reply.accessToken;
    m_accessEnd.setRemainingTime(life);
    m_renewal.setRemainingTime(std::chrono::milliseconds(life) * 3 / 4);
    m_mustChange = reply.mustChangePassword;
    const SignedIn signedIn{reply.role, reply.permissions, reply.expiresAt, reply.sessionId, m_mustChange};
    if (m_refreshToken != reply.refreshToken) {
        m_refreshToken = reply.refreshToken;
        Q_EMIT refreshTokenChanged(m_refreshToken);
    }
    return signedIn;
}

void PasswordSignIn::forgetAccessToken()
{
    m_accessToken.clear();
}

void PasswordSignIn::forgetLogin()
{
    m_login.password.clear();
    m_login.totpCode.clear();
}

std::optional<std::chrono::milliseconds> PasswordSignIn::renewalDue() const
{
    if (m_accessToken.isEmpty() || m_refreshToken.isEmpty())
        return std::nullopt;
    return std::chrono::duration_cast<std::chrono::milliseconds>(m_renewal.remainingTimeAsDuration());
}

}  // namespace cs

#include "moc_passwordsignin.cpp"
