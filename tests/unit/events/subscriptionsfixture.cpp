#include "unit/events/subscriptionsfixture.h"

namespace cs {

void SubscriptionsFixture::init()
{
    static int number = 0;
    m_onSend = {};
    m_sent.clear();
    m_raw.clear();
    m_queued.clear();
    m_audience = std::make_unique<FakeAudience>();
    m_audience->listeners = {{alice, {viewer(), "cam.example"}}, {bob, {viewer(), "10.0.0.7"}}};
    m_database = std::make_unique<Database>();
    QVERIFY(m_database->open(m_folder.filePath(QString("%1.db").arg(++number))).ok());
    startBus();
}

void SubscriptionsFixture::startBus(EventLogOptions options)
{
    m_subscriptions.reset();
    // A clean end of the one before, if there is one.
    if (m_bus) {
        const auto flushed = m_bus->flush();
        QTRY_VERIFY_WITH_TIMEOUT(flushed.isFinished(), 60'000);
    }
    m_bus = std::make_unique<EventBus>(*m_database, m_clock, options);
    auto loading = m_bus->load();
    QTRY_VERIFY(loading.isFinished());
    m_subscriptions = std::make_unique<Subscriptions>(
        *m_bus, m_policy, *m_audience, m_clock,
        ClientQueue{[this](ConnectionId to, const QByteArray &frame) {
                        m_raw.push_back(frame);
                        m_sent.push_back({to, QJsonDocument::fromJson(frame).object()});
                        if (m_onSend)
                            m_onSend(to);
                    },
                    [this](ConnectionId connection) { return m_queued.value(connection); }});
}

void SubscriptionsFixture::cleanup()
{
    m_subscriptions.reset();
    m_bus.reset();
    m_database.reset();
}

std::vector<Sent> SubscriptionsFixture::publish(const Event &event)
{
    m_sent.clear();
    m_bus->publish(event);
    QCoreApplication::processEvents();
    return m_sent;
}

Result<api::SubscribeEvents::Reply> SubscriptionsFixture::subscribed(ConnectionId connection,
                                                                     const api::SubscribeEvents::Params &params)
{
    const auto answer = m_subscriptions->subscribe(connection, params);
    if (!QTest::qWaitFor([&] { return answer.isFinished(); }))
        return Error::internal("no answer in time");
    return resultOf(answer);
}

void SubscriptionsFixture::subscribe(ConnectionId connection, const QStringList &names,
                                     const std::optional<QJsonObject> &filters)
{
    const auto done = subscribed(connection, topics(names, filters));
    QVERIFY2(done.ok(), done.ok() ? "" : qPrintable(done.error().message));
}

}  // namespace cs

#include "moc_subscriptionsfixture.cpp"
