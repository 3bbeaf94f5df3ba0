#include "rpc/dispatcher.h"

#include <QPointer>

#include "json/schemacheck.h"
#include "rpc/callobserver.h"
#include "rpc/idempotency.h"
#include "rpc/logging.h"

namespace cs {

namespace {

constexpr qsizetype shownLength = 64;  // of names that come from outside

qint64 millisecondsSince(std::chrono::steady_clock::time_point start)
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

Dispatcher::Dispatcher(const MethodTable &methods, PrincipalLookup principals, const AccessPolicy &policy, QObject &hub,
                       DispatcherOptions options)
    : m_methods(methods),
      m_principals(std::move(principals)),
      m_policy(policy),
      m_hub(hub),
      m_options(options)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Dispatcher::onDeadline);
}

void Dispatcher::peerOpened(const PeerInfo &peer)
{
    m_peers.insert(peer.id, peer);
    Q_EMIT connectionOpened(peer);
}

void Dispatcher::peerClosed(ConnectionId connection)
{
    if (m_peers.remove(connection))
        Q_EMIT connectionClosed(connection);
}

const PeerInfo *Dispatcher::peer(ConnectionId connection) const
{
    const auto it = m_peers.constFind(connection);
    return it == m_peers.constEnd() ? nullptr : &it.value();
}

void Dispatcher::handle(ConnectionId connection, std::vector<PendingRequest> requests)
{
    // A copy: a handler may have the effect that the peer goes away.
    const PeerInfo peer = m_peers.value(connection);
    for (PendingRequest &pending : requests)
        handleOne(peer, std::move(pending));
}

void Dispatcher::handleOne(const PeerInfo &peer, PendingRequest pending)
{
    const MethodTable::Entry *method = m_methods.find(pending.request.method);
    if (!method) {
        answerUnknown(pending.request.method, pending.responder);
        return;
    }
    Call call{peer, m_principals(peer.id), std::nullopt, pending.responder.requestId()};
    call.session = call.principal.session;
    auto params = admit(call.principal, *method, pending.request.params);
    auto key = params.ok() && m_options.idempotency ? takeIdempotencyKey(method->info, *params)
                                                    : Result<std::optional<QString>>(std::optional<QString>());
    if (params.ok() && key.ok())
        run(call, *method, params.value(), *key, std::move(pending.responder));
    else
        refuse(call, *method, pending.request.params, params.ok() ? key.error() : params.error(), pending.responder);
}

void Dispatcher::refuse(const Call &call, const MethodTable::Entry &method, const QByteArray &params,
                        const Error &error, Responder &responder) const
{
    qCDebug(lcRpc).noquote() << "request" << call.requestId << "of connection" << quint64(call.peer.id)
                             << "refused:" << method.info.name << toErrorObject(error).code;
    if (m_options.observer) {
        const auto named = namedParams(params, method.paramNames);
        const CallSubject subject = named.ok() ? subjectOf(method.info, *named) : CallSubject();
        m_options.observer->answered(call, method.info, subject.target, subject.device, &error);
    }
    responder.error(error);
}

void Dispatcher::answerUnknown(const QString &method, Responder &responder) const
{
    qCDebug(lcRpc) << "request" << responder.requestId() << "names an unknown method" << method.left(shownLength);
    const QString near = json::nearest(method.left(shownLength), m_methods.names());
    responder.error(ErrorObject{rpccode::MethodNotFound,
                                QStringLiteral("no such method: %1").arg(method.left(shownLength)),
                                {{"hint", near.isEmpty() ? QStringLiteral("the method names are in the API description")
                                                         : QStringLiteral("did you mean '%1'?").arg(near)}}});
}

// Who may not call a method learns nothing about its params.
Result<json::Value> Dispatcher::admit(const Principal &principal, const MethodTable::Entry &method,
                                      const QByteArray &params) const
{
    if (const auto role = api::requiredRole(method.info.access)) {
        auto allowed = m_policy.allow(principal, *role, method.info.name);
        if (allowed.ok() && api::isForAllCameras(method.info.access))
            allowed = m_policy.allowForAllCameras(principal, *role);
        if (!allowed.ok())
            return allowed.error();
    }
    return namedParams(params, method.paramNames);
}

void Dispatcher::run(const Call &call, const MethodTable::Entry &method, const json::Value &params,
                     const std::optional<QString> &key, Responder responder)
{
    const CallNumber number = ++m_lastCall;
    const auto startedAt = Steady::now();
    m_open.emplace(number, OpenCall{std::move(responder), method, startedAt, call, subjectOf(method.info, params)});
    if (key) {
        runOnce(number, call, method, params, *key);
    } else {
        method.handler(call, params, &m_hub, [self = QPointer<Dispatcher>(this), number](Result<QByteArray> answer) {
            if (self)
                self->onAnswer(number, std::move(answer));
        });
    }
    if (!m_open.contains(number))
        return;
    m_deadlines.emplace_back(startedAt + m_options.callDeadline, number);
    if (!m_timer.isActive())
        armTimer();
}

// The outcome is noted also when it comes after the deadline: the call had its effect.
void Dispatcher::runOnce(CallNumber number, const Call &call, const MethodTable::Entry &method,
                         const json::Value &params, const QString &key)
{
    const QPointer<Dispatcher> self(this);
    const auto answer = [self, number](Result<QByteArray> outcome) {
        if (self)
            self->onAnswer(number, std::move(outcome));
    };
    const auto ticket = m_options.idempotency->begin(call.principal, method.info, key, params, answer);
    if (!ticket)
        return;
    method.handler(call, params, &m_hub, [self, answer, ticket = *ticket](Result<QByteArray> outcome) {
        if (self)
            self->m_options.idempotency->finish(ticket, outcome);
        answer(std::move(outcome));
    });
}

void Dispatcher::observe(const OpenCall &call, const Error *error) const
{
    if (m_options.observer)
        m_options.observer->answered(call.call, call.method.info, call.subject.target, call.subject.device, error);
}

void Dispatcher::onAnswer(CallNumber number, Result<QByteArray> answer)
{
    auto node = m_open.extract(number);
    if (node.empty()) {
        qCDebug(lcRpc) << "a call was answered after its time; the answer is dropped";
        return;
    }
    OpenCall &call = node.mapped();
    answer = checked(call, std::move(answer));
    // The domain knows of such an id only that no camera has it.
    const bool noCamera = !answer.ok() && answer.error().data.value("resource").toString() == u"camera";
    if (noCamera && !call.subject.unknown.isEmpty())
        answer = noSuchCamera(call.subject.unknown);
    observe(call, answer.ok() ? nullptr : &answer.error());
    const QString &requestId = call.responder.requestId();
    if (answer.ok()) {
        qCDebug(lcRpc).noquote() << "request" << requestId << call.method.info.name << "took"
                                 << millisecondsSince(call.startedAt) << "ms";
        call.responder.result(answer.value());
        return;
    }
    ErrorObject error = toErrorObject(answer.error());
    if (error.code == rpccode::Internal || error.code == rpccode::DependencyFailed) {
        qCWarning(lcRpc).noquote() << "request" << requestId << call.method.info.name << "failed:" << error.message;
    } else {
        qCDebug(lcRpc).noquote() << "request" << requestId << call.method.info.name << "failed:" << error.code;
    }
    if (answer.error().code == ErrorCode::Internal)
        error.message = QStringLiteral("internal error; the service's log tells more under this request id");
    call.responder.error(error);
}

Result<QByteArray> Dispatcher::checked(const OpenCall &call, Result<QByteArray> answer) const
{
    if (!m_options.checkReplies || !answer.ok())
        return answer;
    const auto reply = json::parse(answer.value());
    const auto violation = reply.ok() ? json::violation(call.method.replySchema, *reply) : reply.error().message;
    if (!violation)
        return answer;
    return Error::internal(QStringLiteral("the reply breaks its declaration: %1").arg(*violation));
}

void Dispatcher::onDeadline()
{
    const auto now = Steady::now();
    while (!m_deadlines.empty() && m_deadlines.front().first <= now) {
        auto node = m_open.extract(m_deadlines.front().second);
        m_deadlines.pop_front();
        if (node.empty())
            continue;
        OpenCall &call = node.mapped();
        qCWarning(lcRpc).noquote() << "request" << call.responder.requestId() << call.method.info.name
                                   << "has no answer after" << millisecondsSince(call.startedAt) << "ms; given up";
        const auto message = QStringLiteral("the call was not answered in time; it may still take effect");
        const Error error = Error::internal(message);
        observe(call, &error);
        call.responder.error(ErrorObject{rpccode::Internal, message, {}});
    }
    armTimer();
}

void Dispatcher::armTimer()
{
    while (!m_deadlines.empty() && !m_open.contains(m_deadlines.front().second))
        m_deadlines.pop_front();
    if (m_deadlines.empty())
        return;
    const auto left = m_deadlines.front().first - Steady::now();
    m_timer.start(std::max(std::chrono::milliseconds(0), std::chrono::ceil<std::chrono::milliseconds>(left)));
}

}  // namespace cs

#include "moc_dispatcher.cpp"
