#pragma once

#include <QElapsedTimer>
#include <QJsonDocument>

#include "auth/accesspolicy.h"
#include "methods/accountmethods.h"
#include "methods/sessionmethods.h"
#include "rpc/dispatcher.h"
#include "rpc/gateway.h"
#include "unit/auth/identityrig.h"
#include "unit/rpc/fakesender.h"
#include "unit/rpc/rpcrig.h"

namespace cs {

// The methods of users and sessions behind a real gateway and dispatcher, over a real database, in one thread; sockets
// are numbers.
class AccountMethodsRig {
public:
    AccountMethodsRig()
    {
        bindAccountMethods(table, {identity.parts->users, identity.parts->logins, identity.parts->refreshTokens,
                                   identity.parts->secondFactor, sessions(),
                                   [this](ConnectionId id) { return dispatcher.peer(id) != nullptr; }});
        bindSessionMethods(table,
                           {sessions(), identity.contract, [](const QByteArray &) { return ready<Done>(Done{}); },
                            [this](ConnectionId id) { return dispatcher.peer(id) != nullptr; },
                            [this](const Call &, const QString &user) {
                                announced << user;
                                return ready<Done>(announcement);
                            }});
        QObject::connect(&dispatcher, &Dispatcher::connectionOpened, &sessions(), [this](const PeerInfo &peer) {
            if (peer.kind == PeerKind::Control)
                sessions().addControl(peer.id, peer.systemUser);
        });
        QObject::connect(&dispatcher, &Dispatcher::connectionClosed, &sessions(), &Sessions::connectionClosed);
        QObject::connect(&sessions(), &Sessions::ended, &sessions(),
                         [this](ConnectionId id, const SessionId &, SessionEnd reason) {
                             order << QStringLiteral("%1 ended: %2").arg(quint64(id)).arg(endWordsOf(reason));
                         });
    }
    ~AccountMethodsRig()
    {
        for (quint64 socket : std::as_const(sockets))
            gateway.closed(ConnectionId(socket));
        RpcRig::settle();
    }

    void open(quint64 socket, PeerKind kind = PeerKind::WebSocket)
    {
        PeerInfo peer;
        peer.id = ConnectionId(socket);
        peer.kind = kind;
        peer.address = kind == PeerKind::Control ? QString() : IdentityRig::Here;
        peer.userAgent = QStringLiteral("test");
        peer.systemUser = kind == PeerKind::Control ? QStringLiteral("root") : QString();
        gateway.opened(peer);
        sockets << socket;
        RpcRig::settle();
    }
    void close(quint64 socket)
    {
        sockets.removeOne(socket);
        gateway.closed(ConnectionId(socket));
        RpcRig::settle();
    }
    void send(quint64 socket, const QByteArray &method, const QJsonObject &params)
    {
        gateway.frame(ConnectionId(socket), requestFrame(method, QJsonDocument(params).toJson(QJsonDocument::Compact)));
        RpcRig::settle();
    }
    // The whole answer; empty if there is none in time.
    QJsonObject call(quint64 socket, const QByteArray &method, const QJsonObject &params = {})
    {
        const size_t before = sender.sent.size();
        send(socket, method, params);
        QElapsedTimer timer;
        timer.start();
        while (sender.sent.size() == before && timer.elapsed() < 20'000)
            QTest::qWait(1);
        RpcRig::settle();
        return sender.sent.size() == before ? QJsonObject() : sender.lastObject();
    }
    QJsonObject result(quint64 socket, const QByteArray &method, const QJsonObject &params = {})
    {
        return call(socket, method, params).value("result").toObject();
    }
    QJsonObject login(quint64 socket, const QString &name, const QString &password = IdentityRig::Password)
    {
        return result(socket, "login", {{"username", name}, {"password", password}});
    }
    int errorOf(quint64 socket, const QByteArray &method, const QJsonObject &params = {})
    {
        return errorCode(call(socket, method, params));
    }
    Sessions &sessions() { return identity.parts->sessions; }

    IdentityRig identity;
    QObject hub;
    AccessPolicy policy;
    MethodTable table;
    FakeSender sender;
    Dispatcher dispatcher{table, [this](ConnectionId id) { return sessions().principalOf(id); }, policy, hub};
    Gateway gateway{sender, dispatcher, identity.clock};
    QList<quint64> sockets;
    QStringList order;
    // For whom tokens were announced, and what comes of that.
    QStringList announced;
    Result<Done> announcement = Done{};
};

}  // namespace cs
