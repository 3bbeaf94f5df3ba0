#include "events/subscribertable.h"

#include <algorithm>

namespace cs {

bool SubscriberTable::contains(ConnectionId connection) const
{
    return std::any_of(m_topics.begin(), m_topics.end(),
                       [connection](const Subscribers &subscribers) { return subscribers.contains(connection); });
}

bool SubscriberTable::isFull(ConnectionId connection, Topic topic, const EventFilter &filter) const
{
    const auto wishes = m_topics[topic].constFind(connection);
    if (wishes == m_topics[topic].constEnd() || wishes->size() < MaxWishes)
        return false;
    return std::none_of(wishes->begin(), wishes->end(),
                        [&](const Wish &wish) { return wish.isLive() && wish.filter == filter; });
}

void SubscriberTable::add(ConnectionId connection, Topic topic, const Wish &wish)
{
    Wishes &wishes = m_topics[topic][connection];
    const bool known = std::any_of(wishes.begin(), wishes.end(), [&](const Wish &other) {
        return other.replay == wish.replay && other.filter == wish.filter;
    });
    if (!known)
        wishes.push_back(wish);
}

void SubscriberTable::join(ConnectionId connection, ReplayNumber replay, qint64 from)
{
    for (Subscribers &subscribers : m_topics) {
        const auto wishes = subscribers.find(connection);
        if (wishes == subscribers.end())
            continue;
        for (Wish &wish : *wishes) {
            if (wish.replay == replay)
                wish = {wish.filter, from, 0};
        }
        // The same wish may have been live before; together they cover what the one that began sooner does.
        Wishes merged;
        for (const Wish &wish : std::as_const(*wishes)) {
            const auto same = std::find_if(merged.begin(), merged.end(), [&](const Wish &other) {
                return other.replay == wish.replay && other.filter == wish.filter;
            });
            if (same == merged.end())
                merged.push_back(wish);
            else
                same->from = std::min(same->from, wish.from);
        }
        *wishes = std::move(merged);
    }
}

void SubscriberTable::leaveOut(ConnectionId connection, qint64 seq)
{
    for (Subscribers &subscribers : m_topics) {
        const auto wishes = subscribers.find(connection);
        if (wishes == subscribers.end())
            continue;
        for (Wish &wish : *wishes)
            wish.from = std::max(wish.from, seq);
    }
}

void SubscriberTable::remove(ConnectionId connection)
{
    for (Subscribers &subscribers : m_topics)
        subscribers.remove(connection);
}

template<class Predicate>
bool SubscriberTable::anyWish(ConnectionId connection, Topic topic, Predicate predicate) const
{
    const auto own = m_topics[topic].constFind(connection);
    if (own != m_topics[topic].constEnd() && std::any_of(own->begin(), own->end(), predicate))
        return true;
    const auto other = alsoUnder(topic);
    return other && anyWish(connection, *other, predicate);
}

bool SubscriberTable::waitsFor(ConnectionId connection, ReplayNumber replay) const
{
    return std::any_of(m_topics.begin(), m_topics.end(), [&](const Subscribers &subscribers) {
        const auto wishes = subscribers.constFind(connection);
        return wishes != subscribers.constEnd()
               && std::any_of(wishes->begin(), wishes->end(), [&](const Wish &wish) { return wish.replay == replay; });
    });
}

bool SubscriberTable::isDue(ConnectionId connection, ReplayNumber replay, Topic topic, const Event &event,
                            const json::Value &params) const
{
    const bool wanted = anyWish(connection, topic, [&](const Wish &wish) {
        return wish.replay == replay && wish.filter.matches(event.camera, params);
    });
    return wanted && !anyWish(connection, topic, [&](const Wish &wish) {
               return wish.isLive() && event.seq > wish.from && wish.filter.matches(event.camera, params);
           });
}

}  // namespace cs
