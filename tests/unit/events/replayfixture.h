#pragma once

#include <vector>

#include "unit/events/subscriptionsfixture.h"

namespace cs {

inline std::vector<qint64> range(qint64 first, qint64 last)
{
    std::vector<qint64> numbers;
    for (qint64 n = first; n <= last; ++n)
        numbers.push_back(n);
    return numbers;
}

// So that most of what was missed comes from the store.
inline EventLogOptions littleMemory()
{
    EventLogOptions options;
    options.recent = 5;
    return options;
}

// Clients that come back.
class ReplayFixture : public SubscriptionsFixture {
protected:
    Result<api::SubscribeEvents::Reply> resume(ConnectionId connection, const QStringList &names, qint64 since,
                                               const std::optional<QJsonObject> &filters = {})
    {
        auto params = topics(names, filters);
        params.sinceSeq = since;
        return subscribed(connection, params);
    }
    void publishMany(int count)
    {
        for (int i = 0; i < count; ++i)
            m_bus->publish(cameraEvent(1));
        QCoreApplication::processEvents();
    }
    std::vector<qint64> seqsOf(ConnectionId connection) const
    {
        std::vector<qint64> seqs;
        for (const Sent &sent : m_sent) {
            if (sent.to == connection && sent.params().contains("seq"))
                seqs.push_back(sent.params().value("seq").toInteger());
        }
        return seqs;
    }
    void store()
    {
        const auto flushed = m_bus->flush();
        QTRY_VERIFY_WITH_TIMEOUT(flushed.isFinished(), 60'000);
        QVERIFY(resultOf(flushed).ok());
    }
};

}  // namespace cs
