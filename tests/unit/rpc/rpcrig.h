#pragma once

#include <QCoreApplication>
#include <QTest>

#include "rpc/dispatcher.h"
#include "rpc/gateway.h"
#include "rpc/notificationhold.h"
#include "support/manualclock.h"
#include "unit/rpc/fakesender.h"
#include "unit/rpc/testmethods.h"

namespace cs {

// Gateway, dispatcher and the test methods in one thread, with one peer that is connected.
class RpcRig {
public:
    explicit RpcRig(DispatcherOptions options = {}, GatewayLimits limits = {})
        : dispatcher(
            table, [this](ConnectionId) { return principal; }, policy, hub, options),
          gateway(sender, dispatcher, clock, limits, &hold)
    {
        testapi::bindTestMethods(table, state);
        PeerInfo peer;
        peer.id = connection;
        peer.address = QStringLiteral("192.0.2.7");
        gateway.opened(peer);
        settle();
    }
    ~RpcRig()
    {
        gateway.closed(connection);
        settle();
    }

    // Hands a frame in and lets the dispatcher have it. Returns what was sent since, frame by frame.
    std::vector<QByteArray> call(const QByteArray &frame)
    {
        const size_t before = sender.sent.size();
        gateway.frame(connection, frame);
        settle();
        std::vector<QByteArray> answers;
        for (size_t i = before; i < sender.sent.size(); ++i)
            answers.push_back(sender.sent[i].second);
        return answers;
    }
    QJsonObject answer(const QByteArray &frame)
    {
        const auto answers = call(frame);
        return answers.size() == 1 ? QJsonDocument::fromJson(answers.front()).object() : QJsonObject();
    }
    static void settle() { QCoreApplication::sendPostedEvents(); }

    const ConnectionId connection{1};
    QObject hub;
    ManualClock clock;
    AccessPolicy policy;
    Principal principal;
    testapi::TestState state;
    MethodTable table;
    FakeSender sender;
    NotificationHold hold{sender};
    Dispatcher dispatcher;
    Gateway gateway;
};

inline QByteArray requestFrame(const QByteArray &method, const QByteArray &params = "{}", const QByteArray &id = "1")
{
    return R"({"jsonrpc":"2.0","method":")" + method + R"(","params":)" + params + (id.isEmpty() ? "" : ",\"id\":" + id)
           + '}';
}

}  // namespace cs
