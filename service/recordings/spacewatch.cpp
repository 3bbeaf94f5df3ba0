#include "recordings/spacewatch.h"

#include "recordings/alive.h"

namespace cs {
namespace {

Error unknownSpace(const QString &why)
{
    return Error::dependencyFailed(QStringLiteral("storage"), why);
}

}  // namespace

SpaceWatch::SpaceWatch(DiskSpace disk, std::chrono::milliseconds patience)
    : m_disk(std::move(disk)),
      m_patience(patience)
{
    m_timer.setInterval(LookEvery);
    connect(&m_timer, &QTimer::timeout, this, &SpaceWatch::refresh);
}

void SpaceWatch::refresh()
{
    // From the first look on.
    m_timer.start();
    if (m_looking.isValid())
        return;
    m_looking.start();
    whenAlive(this, m_worker.run<SpaceFigures>([disk = m_disk] { return disk.figures(); }),
              [this](const Result<SpaceFigures> &figures) { onLooked(figures); });
}

Async<Done> SpaceWatch::look()
{
    auto answer = m_waiters.emplace_back().future();
    refresh();
    return answer;
}

void SpaceWatch::onLooked(const Result<SpaceFigures> &figures)
{
    m_looking.invalidate();
    if (!std::exchange(m_overtaken, false))
        m_known = figures;
    auto waiters = std::exchange(m_waiters, {});
    for (Promise<Done> &waiter : waiters)
        waiter.finish(Done{});
}

void SpaceWatch::learn(const Result<SpaceFigures> &figures)
{
    m_known = figures;
    m_overtaken = m_looking.isValid();
}

bool SpaceWatch::isSilent() const
{
    return m_looking.isValid() && std::chrono::milliseconds(m_looking.elapsed()) > m_patience;
}

SpaceState SpaceWatch::state() const
{
    if (isSilent())
        return SpaceState::Silent;
    if (!m_known)
        return SpaceState::Unknown;
    if (!m_known->ok())
        return SpaceState::Gone;
    const SpaceFigures &figures = m_known->value();
    if (!figures.writable)
        return SpaceState::ReadOnly;
    return figures.full() ? SpaceState::Full : SpaceState::Fine;
}

Result<SpaceFigures> SpaceWatch::figures() const
{
    if (isSilent())
        return unknownSpace(QStringLiteral("the disk does not say how much is free"));
    return m_known.value_or(unknownSpace(QStringLiteral("how much is free is not known yet")));
}

DiskSpace SpaceWatch::known() const
{
    return m_disk.knowing(figures());
}

}  // namespace cs

#include "moc_spacewatch.cpp"
