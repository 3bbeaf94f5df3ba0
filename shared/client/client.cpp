#include "client/client.h"

#include <QCoreApplication>
#include <QLoggingCategory>
#include <QPointer>
#include <QRandomGenerator>

#include "client/connectionerror.h"
#include "client/sessionreasons.h"
#include "client/trouble.h"

namespace cs {

namespace {

Q_LOGGING_CATEGORY(lcClient, "cs.client", QtInfoMsg)

}  // namespace

// What a sign-in may call: its connection, before that takes the calls of others, and as long as it is the same one.
class Client::SigningIn final : public Caller {
public:
    explicit SigningIn(Client &client) : m_client(&client), m_generation(client.m_generation) {}

    CallTicket send(const QString &method, const QByteArray &params, const CallOptions &options,
                    CallAnswer answer) override
    {
        if (m_client && m_client->m_generation == m_generation && m_client->m_state == State::SigningIn)
            return m_client->transmit(method, params, options, std::move(answer));
        answer(Error::cancelled());
        return 0;
    }
    void cancel(CallTicket ticket) override
    {
        if (m_client)
            m_client->cancel(ticket);
    }

private:
    QPointer<Client> m_client;
    quint64 m_generation;
};

Client::Client(std::unique_ptr<Transport> transport, SignIn *signIn, ClientOptions options)
    : m_link(std::move(transport), {options.keepAlive, options.keepAliveAnswer}),
      m_signIn(signIn),
      m_options(options)
{
    m_connectTimer.setSingleShot(true);
    m_retryTimer.setSingleShot(true);
    connect(&m_link, &RpcLink::opened, this, &Client::onOpened);
    connect(&m_link, &RpcLink::notification, this, &Client::onNotification);
    connect(&m_link, &RpcLink::broken, this, &Client::fail);
    connect(&m_connectTimer, &QTimer::timeout, this, [this] {
        fail(connectionError(QStringLiteral("no answer from %1").arg(peer()),
                             QStringLiteral("check the address, and that the service runs")));
    });
    connect(&m_retryTimer, &QTimer::timeout, this, &Client::connectNow);
}

Client::~Client()
{
    disconnect(&m_link, nullptr, this, nullptr);
    close();
}

Async<Done> Client::open()
{
    close();
    m_patient = false;
    m_opening.emplace();
    auto answer = m_opening->future();
    connectNow();
    return answer;
}

Async<Done> Client::openPatiently()
{
    close();
    m_patient = true;
    m_opening.emplace();
    auto answer = m_opening->future();
    connectNow();
    return answer;
}

void Client::retryNow()
{
    if (m_state != State::Waiting || !m_retryTimer.isActive())
        return;
    m_retryTimer.stop();
    connectNow();
}

void Client::close()
{
    ++m_generation;
    m_state = State::Closed;
    m_triesDone = 0;
    m_session.reset();
    m_connectTimer.stop();
    m_retryTimer.stop();
    m_link.close();
    m_opening.reset();
    m_link.failAll(Error::cancelled());
}

CallTicket Client::send(const QString &method, const QByteArray &params, const CallOptions &options, CallAnswer answer)
{
    if (m_state == State::Ready)
        return transmit(method, params, options, std::move(answer));
    answer(connectionError(QStringLiteral("not connected to %1").arg(peer()), QStringLiteral("try again in a moment")));
    return 0;
}

void Client::cancel(CallTicket ticket)
{
    m_link.cancel(ticket);
}

CallTicket Client::transmit(const QString &method, const QByteArray &params, const CallOptions &options,
                            CallAnswer answer)
{
    return m_link.send(method, params, options.timeout.value_or(m_options.callTimeout), std::move(answer));
}

void Client::connectNow()
{
    ++m_generation;
    m_state = State::Connecting;
    m_connectTimer.start(m_options.connectTimeout);
    m_link.open();
}

void Client::onOpened()
{
    m_connectTimer.stop();
    if (m_signIn)
        signIn();
    else
        becomeReady();
}

void Client::signIn()
{
    m_state = State::SigningIn;
    const auto generation = m_generation;
    Q_EMIT signingIn();
    if (generation != m_generation)
        return;
    // The application outlives whatever signs in; this client need not.
    whenDone(QCoreApplication::instance(), m_signIn->signIn(std::make_shared<SigningIn>(*this)),
             [self = QPointer(this), generation](const Result<SignedIn> &result) {
                 if (self && self->m_generation == generation)
                     self->onSignedIn(result);
             });
}

void Client::onSignedIn(const Result<SignedIn> &result)
{
    if (!result.ok()) {
        fail(result.error());
        return;
    }
    m_session = *result;
    becomeReady();
}

void Client::becomeReady()
{
    m_state = State::Ready;
    m_triesDone = 0;
    const auto generation = m_generation;
    if (auto opening = std::exchange(m_opening, std::nullopt))
        opening->finish(Done{});
    if (generation == m_generation)
        Q_EMIT ready();
}

void Client::onNotification(const QString &topic, const QByteArray &params)
{
    const auto generation = m_generation;
    Q_EMIT notification(topic, params);
    if (topic == QLatin1String("session.ended") && generation == m_generation)
        onSessionEnded(params);
}

// A session ends at its token's end or by an admin; the credentials may hold a newer token, and the connection is good.
void Client::onSessionEnded(const QByteArray &params)
{
    const auto generation = m_generation;
    Q_EMIT sessionEnded(endCodeIn(params));
    if (generation != m_generation || m_state != State::Ready || !m_signIn || m_options.retry.tries == 0)
        return;
    const Error error = connectionError(QStringLiteral("the session at %1 has ended").arg(peer()));
    const auto next = ++m_generation;
    m_state = State::SigningIn;
    m_session.reset();
    m_link.failAll(error);
    if (next == m_generation)
        Q_EMIT lost(error);
    if (next == m_generation)
        signIn();
}

void Client::fail(const Error &reason)
{
    if (m_state == State::Closed || m_state == State::Waiting)
        return;
    const bool wasReady = m_state == State::Ready;
    const bool first = m_opening.has_value();
    const auto generation = ++m_generation;
    m_state = State::Waiting;
    m_session.reset();
    m_connectTimer.stop();
    m_link.close();
    m_link.failAll(isConnectionError(reason) ? reason : Error::cancelled());
    if (generation != m_generation)
        return;
    if (wasReady)
        Q_EMIT lost(reason);
    if (generation != m_generation)
        return;
    if ((!first || m_patient) && !isRefusal(reason) && m_options.retry.allows(m_triesDone)) {
        retryLater(reason);
        return;
    }
    m_state = State::Closed;
    if (auto opening = std::exchange(m_opening, std::nullopt))
        opening->finish(reason);
    else
        Q_EMIT gaveUp(reason);
}

void Client::retryLater(const Error &reason)
{
    const auto wait = m_options.retry.delay(m_triesDone, QRandomGenerator::global()->generateDouble());
    ++m_triesDone;
    qCDebug(lcClient) << "connection to" << peer() << "failed:" << reason.message << "- next try in" << wait.count()
                      << "ms";
    m_retryTimer.start(wait);
    Q_EMIT retrying(wait, reason);
}

}  // namespace cs

#include "moc_client.cpp"
