#include "client/client.h"

#include <QCoreApplication>
#include <QLoggingCategory>
#include <QPointer>
#include <QRandomGenerator>

#include "client/connectionerror.h"
#include "client/remoteerror.h"
#include "jsonrpc/answers.h"
#include "jsonrpc/message.h"

namespace cs {

namespace {

Q_LOGGING_CATEGORY(lcClient, "cs.client", QtInfoMsg)

// Whether the same credentials will be refused again.
bool isRefusal(const Error &error)
{
    return error.code == ErrorCode::Unauthenticated || error.code == ErrorCode::PermissionDenied
           || error.code == ErrorCode::InvalidParams;
}

}  // namespace

Client::Client(std::unique_ptr<Transport> transport, CredentialSource *credentials, ClientOptions options)
    : m_transport(std::move(transport)),
      m_credentials(credentials),
      m_options(options)
{
    m_connectTimer.setSingleShot(true);
    m_retryTimer.setSingleShot(true);
    connect(m_transport.get(), &Transport::opened, this, &Client::onOpened);
    connect(m_transport.get(), &Transport::received, this, &Client::onReceived);
    connect(m_transport.get(), &Transport::closed, this, &Client::fail);
    connect(&m_connectTimer, &QTimer::timeout, this, [this] {
        fail(connectionError(QStringLiteral("no answer from %1").arg(peer()),
                             QStringLiteral("check the address, and that the service runs")));
    });
    connect(&m_retryTimer, &QTimer::timeout, this, &Client::connectNow);
    connect(&m_keepAliveTimer, &QTimer::timeout, this, &Client::onKeepAlive);
}

Client::~Client()
{
    disconnect(m_transport.get(), nullptr, this, nullptr);
    close();
}

Async<Done> Client::open()
{
    close();
    m_opening.emplace();
    auto answer = m_opening->future();
    connectNow();
    return answer;
}

void Client::close()
{
    ++m_generation;
    m_state = State::Closed;
    m_triesDone = 0;
    m_session.reset();
    m_connectTimer.stop();
    m_retryTimer.stop();
    m_keepAliveTimer.stop();
    m_transport->close();
    m_opening.reset();
    m_pending.failAll(Error::cancelled());
}

Async<QByteArray> Client::callRaw(const QString &method, const QByteArray &params,
                                  std::optional<std::chrono::milliseconds> timeout)
{
    auto promise = std::make_shared<Promise<QByteArray>>();
    auto answer = promise->future();
    send(method, params, timeout, [promise](Result<QByteArray> result) { promise->finish(std::move(result)); });
    return answer;
}

Error Client::misfit(const QString &method, const Error &error)
{
    return Error::internal(QStringLiteral("the answer to %1 is not what this version understands: %2; "
                                          "use the client of the service's version")
                               .arg(method, error.message));
}

void Client::send(const QString &method, const QByteArray &params, std::optional<std::chrono::milliseconds> timeout,
                  PendingCalls::Answer answer)
{
    if (m_state != State::Ready) {
        answer(connectionError(QStringLiteral("not connected to %1").arg(peer()),
                               QStringLiteral("try again in a moment")));
        return;
    }
    transmit(method, params, timeout.value_or(m_options.callTimeout), std::move(answer));
}

void Client::transmit(const QString &method, const QByteArray &params, std::chrono::milliseconds timeout,
                      PendingCalls::Answer answer)
{
    const qint64 id = m_pending.add(method, timeout, std::move(answer));
    m_transport->send(request(QByteArray::number(id), method, params));
}

void Client::connectNow()
{
    ++m_generation;
    m_state = State::Connecting;
    m_connectTimer.start(m_options.connectTimeout);
    m_transport->open();
}

void Client::onOpened()
{
    m_connectTimer.stop();
    m_heard = true;
    if (m_options.keepAlive.count() > 0)
        m_keepAliveTimer.start(m_options.keepAlive);
    if (!m_credentials) {
        becomeReady();
        return;
    }
    m_state = State::SigningIn;
    // The application outlives whatever makes the token; this client need not.
    whenDone(QCoreApplication::instance(), m_credentials->token(),
             [self = QPointer(this), generation = m_generation](const Result<QString> &token) {
                 if (self && self->m_generation == generation)
                     self->signIn(token);
             });
}

void Client::signIn(const Result<QString> &token)
{
    if (!token.ok()) {
        fail(token.error());
        return;
    }
    const QString method = QString::fromLatin1(api::Authenticate::info.name);
    const QByteArray params = json::toJson(api::Authenticate::Params{*token});
    transmit(method, params, m_options.callTimeout,
             [this, method, generation = m_generation](const Result<QByteArray> &result) {
                 if (generation != m_generation)
                     return;
                 auto reply = decode<api::Authenticate::Reply>(method, result);
                 if (!reply.ok()) {
                     fail(reply.error());
                     return;
                 }
                 m_session = std::move(*reply);
                 becomeReady();
             });
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

void Client::onReceived(const QByteArray &text)
{
    m_heard = true;
    const ParsedMessage message = parseMessage(text);
    switch (message.kind) {
    case ParsedMessage::Kind::Result: m_pending.finish(message.id.toLongLong(), message.result); break;
    case ParsedMessage::Kind::Error: onError(message); break;
    case ParsedMessage::Kind::Notification: onNotification(message.method, message.params); break;
    case ParsedMessage::Kind::Invalid:
        fail(connectionError(QStringLiteral("%1 does not speak as a camera service does").arg(peer()),
                             QStringLiteral("check the address")));
        break;
    }
}

void Client::onError(const ParsedMessage &message)
{
    bool named = false;
    const qint64 id = message.id.toLongLong(&named);
    // Without an id it is about a frame the service could not read, and nobody knows which calls were in it.
    if (named)
        m_pending.finish(id, toError(message.error));
    else
        m_pending.failAll(toError(message.error));
}

void Client::onNotification(const QString &topic, const QByteArray &params)
{
    const auto generation = m_generation;
    Q_EMIT notification(topic, params);
    // A session ends at its token's end or by an admin; the credentials may hold a newer token.
    if (topic == QLatin1String("session.ended") && m_credentials && m_options.retry.tries != 0
        && generation == m_generation)
        fail(connectionError(QStringLiteral("the session at %1 has ended").arg(peer())));
}

void Client::onKeepAlive()
{
    if (std::exchange(m_heard, false) || m_state != State::Ready || m_pingGeneration == m_generation)
        return;
    m_pingGeneration = m_generation;
    transmit(QString::fromLatin1(api::Ping::info.name), {}, m_options.keepAlive,
             [this, generation = m_generation](const Result<QByteArray> &result) {
                 if (generation != m_generation)
                     return;
                 m_pingGeneration = 0;
                 if (!result.ok() && isConnectionError(result.error()))
                     fail(result.error());
             });
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
    m_keepAliveTimer.stop();
    m_transport->close();
    m_pending.failAll(isConnectionError(reason) ? reason : Error::cancelled());
    if (generation != m_generation)
        return;
    if (wasReady)
        Q_EMIT lost(reason);
    if (generation != m_generation)
        return;
    if (!first && !isRefusal(reason) && m_options.retry.allows(m_triesDone)) {
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
