#pragma once

#include <map>
#include <memory>
#include <set>

#include <QObject>
#include <QStringList>
#include <QTimer>

#include "api/events.h"
#include "client/callscope.h"
#include "client/session.h"
#include "json/value.h"

namespace cs {

class EventFeed;

// Somebody's wish for events: they come as long as it lives. Move-only; the feed may die first.
class EventInterest {
public:
    EventInterest() = default;
    EventInterest(EventFeed &feed, QStringList topics);
    EventInterest(EventInterest &&other) noexcept;
    EventInterest &operator=(EventInterest &&other) noexcept;
    ~EventInterest() { drop(); }

private:
    void drop();
    QPointer<EventFeed> m_feed;
    QStringList m_topics;
};

// The events of a session: merges what several listeners want into one subscription, and after a loss asks for what was
// missed, so that each event is seen once and in order. Lives on the session's thread; the session outlives it.
class EventFeed : public QObject {
    Q_OBJECT
public:
    explicit EventFeed(Session &session, QObject *parent = nullptr);
    ~EventFeed() override;

    // Topics of api::topics. Hold what is returned.
    [[nodiscard]] EventInterest want(const QStringList &topics) { return {*this, topics}; }
    // Whether what was told so far is how things are now. False from the moment the connection is lost until the missed
    // events are in.
    bool isCurrent() const { return m_current; }
    qint64 lastSeq() const { return m_lastSeq; }
    const QString &epoch() const { return m_epoch; }

Q_SIGNALS:
    // `params` are the event's, as an object; seq and timestamp are among them. To all listeners alike: look at the
    // topic.
    void event(const QString &topic, const cs::json::Value &params, qint64 seq);
    // What was missed cannot be told: read the state anew. Also once after the first subscription of a sign-in, and when
    // the session may see other cameras than before.
    void resyncNeeded();
    void currentChanged(bool isCurrent);

private:
    friend class EventInterest;
    void add(const QStringList &topics);
    void remove(const QStringList &topics);
    void onState();
    void onNotification(const QString &topic, const QByteArray &params);
    void subscribeSoon();
    void subscribe();
    void onSubscribed(const QStringList &asked, bool resuming, const Result<api::SubscribeEvents::Reply> &result);
    void caughtUp();
    void unsubscribe(const QStringList &topics);
    void setCurrent(bool current);
    void reset();

    Session &m_session;
    CallScope m_calls;
    std::map<QString, int> m_wanted;
    std::set<QString> m_subscribed;
    QString m_identity;
    QString m_epoch;
    // The newest event that came, and the names under which it has come; -1 before the first subscription.
    qint64 m_lastSeq = -1;
    std::set<QString> m_facesOfLast;
    // The missed events end here.
    qint64 m_catchUpTo = -1;
    bool m_subscribing = false;
    bool m_current = false;
    QTimer m_soon;
    // No missed event for so long: there are no more that this session may see.
    QTimer m_quiet;
    QTimer m_again;
};

}  // namespace cs
