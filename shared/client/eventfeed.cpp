#include "client/eventfeed.h"

#include <algorithm>

#include <QLoggingCategory>

#include "client/connectionerror.h"

namespace cs {

namespace {

Q_LOGGING_CATEGORY(lcFeed, "cs.client.events", QtInfoMsg)

// Nothing says that the last missed event has come, where that was about something else.
constexpr std::chrono::milliseconds quietTime{400};
constexpr std::chrono::seconds pauseAfterRefusal{2};

}  // namespace

EventInterest::EventInterest(EventFeed &feed, QStringList topics) : m_feed(&feed), m_topics(std::move(topics))
{
    m_feed->add(m_topics);
}

EventInterest::EventInterest(EventInterest &&other) noexcept
    : m_feed(std::exchange(other.m_feed, nullptr)),
      m_topics(std::exchange(other.m_topics, {}))
{}

EventInterest &EventInterest::operator=(EventInterest &&other) noexcept
{
    if (this != &other) {
        drop();
        m_feed = std::exchange(other.m_feed, nullptr);
        m_topics = std::exchange(other.m_topics, {});
    }
    return *this;
}

void EventInterest::drop()
{
    if (m_feed)
        m_feed->remove(m_topics);
    m_feed = nullptr;
}

EventFeed::EventFeed(Session &session, QObject *parent) : QObject(parent), m_session(session), m_calls(session)
{
    connect(&session, &Session::stateChanged, this, &EventFeed::onState);
    connect(&session, &Session::notification, this, &EventFeed::onNotification);
    for (QTimer *timer : {&m_soon, &m_quiet, &m_again})
        timer->setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &EventFeed::subscribe);
    connect(&m_again, &QTimer::timeout, this, &EventFeed::subscribe);
    connect(&m_quiet, &QTimer::timeout, this, &EventFeed::caughtUp);
    onState();
}

EventFeed::~EventFeed() = default;

void EventFeed::add(const QStringList &topics)
{
    for (const QString &topic : topics)
        ++m_wanted[topic];
    subscribeSoon();
}

void EventFeed::remove(const QStringList &topics)
{
    QStringList gone;
    for (const QString &topic : topics) {
        const auto found = m_wanted.find(topic);
        if (found == m_wanted.end() || --found->second > 0)
            continue;
        m_wanted.erase(found);
        if (m_subscribed.erase(topic) > 0)
            gone << topic;
    }
    if (!gone.isEmpty())
        unsubscribe(gone);
}

void EventFeed::onState()
{
    if (m_session.isLive()) {
        const QString identity = m_session.userName() + u'@' + m_session.address().key();
        if (identity != m_identity)
            reset();
        m_identity = identity;
        subscribe();
        return;
    }
    m_calls.cancelAll();
    m_subscribing = false;
    m_subscribed.clear();
    m_quiet.stop();
    m_again.stop();
    setCurrent(false);
    if (m_session.state() == Session::State::SignedOut)
        reset();
}

void EventFeed::reset()
{
    m_identity.clear();
    m_epoch.clear();
    m_lastSeq = -1;
    m_catchUpTo = -1;
    m_facesOfLast.clear();
}

// On the next turn of the loop, so that listeners made together cost one subscription.
void EventFeed::subscribeSoon()
{
    if (m_session.isLive() && !m_soon.isActive())
        m_soon.start(0);
}

void EventFeed::subscribe()
{
    if (!m_session.isLive() || m_subscribing)
        return;
    api::SubscribeEvents::Params params;
    QStringList asked;
    for (const auto &[topic, count] : m_wanted) {
        if (m_subscribed.contains(topic))
            continue;
        params.topics.emplace_back(topic);
        asked << topic;
    }
    if (asked.isEmpty())
        return;
    const bool resuming = m_subscribed.empty() && m_lastSeq >= 0;
    if (resuming) {
        // An event goes out under several names: some of the last one's may be missing.
        params.sinceSeq = m_facesOfLast.empty() ? m_lastSeq : std::max<qint64>(m_lastSeq - 1, 0);
        params.sinceEpoch = m_epoch;
    }
    m_subscribing = true;
    m_calls.ask<api::SubscribeEvents>(params, [this, asked, resuming](const auto &result) {
        m_subscribing = false;
        onSubscribed(asked, resuming, result);
    });
}

void EventFeed::onSubscribed(const QStringList &asked, bool resuming, const Result<api::SubscribeEvents::Reply> &result)
{
    if (!result.ok()) {
        if (!isConnectionError(result.error())) {
            qCWarning(lcFeed).noquote() << "events cannot be subscribed to:" << result.error().message;
            m_again.start(pauseAfterRefusal);
        }
        return;
    }
    const bool first = m_subscribed.empty();
    m_subscribed.insert(asked.begin(), asked.end());
    m_epoch = result->epoch;
    if (!resuming || result->resyncRequired) {
        // Topics that come to others leave the number alone: live events set it.
        if (first) {
            m_lastSeq = result->lastSeq;
            m_facesOfLast.clear();
        }
        Q_EMIT resyncNeeded();
        if (first)
            setCurrent(true);
    } else if (result->lastSeq <= m_lastSeq && m_facesOfLast.empty()) {
        setCurrent(true);
    } else {
        m_catchUpTo = result->lastSeq;
        m_quiet.start(quietTime);
    }
    // What was asked for or given up meanwhile.
    QStringList unwanted;
    for (const QString &topic : asked) {
        if (!m_wanted.contains(topic)) {
            m_subscribed.erase(topic);
            unwanted << topic;
        }
    }
    if (!unwanted.isEmpty())
        unsubscribe(unwanted);
    subscribeSoon();
}

void EventFeed::unsubscribe(const QStringList &topics)
{
    api::UnsubscribeEvents::Params params;
    params.topics.emplace(topics.begin(), topics.end());
    // Events that still come are dropped here.
    m_calls.ask<api::UnsubscribeEvents>(params, [](const auto &) {});
}

void EventFeed::onNotification(const QString &topic, const QByteArray &params)
{
    // With other rights there are other cameras, of which no event tells.
    if (topic == QLatin1String("events.resync") || topic == QLatin1String("session.rights_changed")) {
        Q_EMIT resyncNeeded();
        return;
    }
    if (!m_subscribed.contains(topic))
        return;
    const auto value = json::parse(params);
    const json::Value *number = value.ok() ? value->member(u"seq") : nullptr;
    if (!number || !number->asInt())
        return;
    const qint64 seq = *number->asInt();
    if (seq < m_lastSeq || (seq == m_lastSeq && m_facesOfLast.contains(topic)))
        return;
    if (seq > m_lastSeq)
        m_facesOfLast.clear();
    m_lastSeq = seq;
    m_facesOfLast.insert(topic);
    Q_EMIT event(topic, *value, seq);
    if (m_quiet.isActive()) {
        if (seq > m_catchUpTo)
            caughtUp();
        else
            m_quiet.start(quietTime);
    }
}

void EventFeed::caughtUp()
{
    m_quiet.stop();
    if (m_session.isLive())
        setCurrent(true);
}

void EventFeed::setCurrent(bool current)
{
    if (std::exchange(m_current, current) != current)
        Q_EMIT currentChanged(current);
}

}  // namespace cs

#include "moc_eventfeed.cpp"
