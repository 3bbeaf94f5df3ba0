#include "client/session.h"

#include "client/connectionerror.h"
#include "client/farewell.h"
#include "client/sessionreasons.h"

namespace cs {

Session::Session(TransportFactory transports, SessionOptions options, QObject *parent)
    : QObject(parent),
      m_transports(std::move(transports)),
      m_options(options)
{
    connect(&m_renewal, &TokenRenewal::renewed, this, &Session::onRenewed);
    connect(&m_renewal, &TokenRenewal::refused, this, &Session::onGaveUp);
}

Session::~Session()
{
    ++m_generation;
    if (m_client)
        m_client->disconnect(this);
    // The answers still owed go out before what they use is gone.
    m_client.reset();
}

void Session::signIn(const ServerAddress &address, const Login &login)
{
    m_resuming = false;
    begin(address, login.user, std::make_unique<PasswordSignIn>(login));
}

void Session::resume(const ServerAddress &address, const QString &userName, const QString &refreshToken)
{
    m_resuming = true;
    begin(address, userName, std::make_unique<PasswordSignIn>(refreshToken));
}

void Session::signOut()
{
    if (m_state == State::SignedOut)
        return;
    sayFarewell();
    end(withTrouble(Error::cancelled(), Trouble::Cancelled));
    Q_EMIT refreshTokenChanged({});
}

void Session::retryNow()
{
    if (m_client)
        m_client->retryNow();
}

Async<Done> Session::changePassword(const QString &oldPassword, const QString &newPassword)
{
    if (!m_client || m_client->state() != Client::State::Ready)
        return failed(connectionError(QStringLiteral("not signed in"), QStringLiteral("sign in first")));
    auto promise = std::make_shared<Promise<Done>>();
    auto answer = promise->future();
    const auto changed = m_client->call<api::ChangePassword>({oldPassword, newPassword});
    whenDone(this, changed,
             [this, promise, generation = m_generation](const Result<api::ChangePassword::Reply> &reply) {
                 if (!reply.ok() || generation != m_generation) {
                     promise->finish(reply.ok() ? Result<Done>(Done{}) : Result<Done>(reply.error()));
                     return;
                 }
                 // It says that a password must be changed.
                 m_signIn->forgetAccessToken();
                 const bool forced = std::exchange(m_mustChange, false);
                 promise->finish(Done{});
                 if (generation == m_generation)
                     m_renewal.renewNow();
                 if (generation == m_generation && forced)
                     setState(State::Live, {});
             });
    return answer;
}

std::optional<Role> Session::role() const
{
    if (m_state == State::SignedOut || !m_signedIn)
        return std::nullopt;
    return m_signedIn->role;
}

bool Session::has(Role role) const
{
    const auto own = this->role();
    return own && *own >= role;
}

QString Session::sessionId() const
{
    return m_signedIn ? m_signedIn->sessionId.toString() : QString();
}

CallTicket Session::send(const QString &method, const QByteArray &params, const CallOptions &options, CallAnswer answer)
{
    if (m_state == State::Live && m_client)
        return m_client->send(method, params, options, std::move(answer));
    answer(connectionError(QStringLiteral("not connected"), QStringLiteral("try again once the connection is back")));
    return 0;
}

void Session::cancel(CallTicket ticket)
{
    if (m_client)
        m_client->cancel(ticket);
}

void Session::begin(const ServerAddress &address, const QString &userName, std::unique_ptr<PasswordSignIn> signIn)
{
    discardClient();
    m_address = address;
    m_userName = userName;
    m_signIn = std::move(signIn);
    m_signedIn.reset();
    m_mustChange = false;
    m_endCode.clear();
    connect(m_signIn.get(), &PasswordSignIn::refreshTokenChanged, this, &Session::refreshTokenChanged);
    const auto generation = m_generation;
    setState(State::Connecting, {});
    if (generation == m_generation)
        connectClient();
}

void Session::connectClient()
{
    m_client = std::make_unique<Client>(m_transports(m_address), m_signIn.get(), m_options.client);
    connect(m_client.get(), &Client::signingIn, this, [this] {
        if (m_state == State::Connecting)
            setState(State::SigningIn, {});
    });
    connect(m_client.get(), &Client::ready, this, &Session::onReady);
    connect(m_client.get(), &Client::lost, this, &Session::onLost);
    connect(m_client.get(), &Client::retrying, this, &Session::onRetrying);
    connect(m_client.get(), &Client::gaveUp, this, &Session::onGaveUp);
    connect(m_client.get(), &Client::sessionEnded, this, &Session::onSessionEnded);
    connect(m_client.get(), &Client::notification, this, &Session::notification);
    const auto opened = m_resuming ? m_client->openPatiently() : m_client->open();
    whenDone(this, opened, [this, generation = m_generation](const Result<Done> &result) {
        if (generation == m_generation && !result.ok())
            onGaveUp(result.error());
    });
}

void Session::onReady()
{
    const auto generation = m_generation;
    const auto before = m_signedIn;
    m_signedIn = m_client->session();
    m_mustChange = m_signedIn->mustChangePassword;
    m_endCode.clear();
    m_renewal.start(*m_client, *m_signIn, m_options.renewEarly);
    if (m_mustChange) {
        setState(State::SigningIn, {});
        if (generation == m_generation)
            Q_EMIT passwordChangeRequired();
        return;
    }
    setState(State::Live, {});
    // Only now: who hears of it asks the service at once.
    if (generation == m_generation && before && before->role != m_signedIn->role)
        Q_EMIT roleChanged();
}

void Session::onLost(const Error &reason)
{
    m_renewal.stop();
    setState(State::Reconnecting, reason);
}

void Session::onRetrying(std::chrono::milliseconds wait, const Error &reason)
{
    const auto generation = m_generation;
    if (m_state != State::Reconnecting || reason.message != m_reason.message)
        setState(State::Reconnecting, reason);
    if (generation == m_generation)
        Q_EMIT retrying(wait, reason);
}

void Session::onGaveUp(const Error &reason)
{
    const bool remembered = m_signIn && m_signIn->isRemembered();
    const bool refused = reason.code == ErrorCode::Unauthenticated;
    end(refused && remembered ? endedError(m_endCode, reason) : reason);
    // What was refused once is of no use any more; what never arrived is.
    if (m_state == State::SignedOut && refused && remembered)
        Q_EMIT refreshTokenChanged({});
}

void Session::onSessionEnded(const QString &code)
{
    m_endCode = code;
}

void Session::onRenewed(const SignedIn &signedIn)
{
    const Role before = m_signedIn->role;
    m_signedIn = signedIn;
    if (before != signedIn.role)
        Q_EMIT roleChanged();
}

void Session::sayFarewell()
{
    if (!m_client || m_client->state() != Client::State::Ready)
        return;
    m_renewal.stop();
    m_client->disconnect(this);
    m_signIn->disconnect(this);
    logOutAndLeave(std::move(m_client), std::move(m_signIn), this);
}

void Session::end(const Error &reason)
{
    discardClient();
    setState(State::SignedOut, reason);
}

void Session::setState(State state, const Error &why)
{
    m_state = state;
    m_reason = why;
    Q_EMIT stateChanged(state, why);
}

void Session::discardClient()
{
    ++m_generation;
    m_renewal.stop();
    if (m_signIn)
        m_signIn->disconnect(this);
    if (m_client)
        m_client->disconnect(this);
    leave(std::move(m_client), std::move(m_signIn), this);
}

}  // namespace cs

#include "moc_session.cpp"
