#pragma once

#include <utility>
#include <vector>

#include <QByteArray>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "rpc/peer.h"

namespace cs {

// Keeps what would go out. For tests in one thread.
class FakeSender final : public FrameSender {
public:
    void send(ConnectionId connection, const QByteArray &bytes) override { sent.emplace_back(connection, bytes); }
    void disconnect(ConnectionId connection, const QString &) override { disconnected.push_back(connection); }
    qint64 queued(ConnectionId connection) const override { return waiting.value(connection); }

    QByteArray last() const { return sent.empty() ? QByteArray() : sent.back().second; }
    QJsonObject lastObject() const { return QJsonDocument::fromJson(last()).object(); }
    QJsonArray lastArray() const { return QJsonDocument::fromJson(last()).array(); }

    std::vector<std::pair<ConnectionId, QByteArray>> sent;
    std::vector<ConnectionId> disconnected;
    // What queued() says.
    QHash<ConnectionId, qint64> waiting;
};

inline int errorCode(const QJsonObject &answer)
{
    return answer.value("error").toObject().value("code").toInt();
}

inline QJsonObject errorData(const QJsonObject &answer)
{
    return answer.value("error").toObject().value("data").toObject();
}

}  // namespace cs
