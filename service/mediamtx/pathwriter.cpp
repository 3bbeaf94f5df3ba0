#include "mediamtx/pathwriter.h"

#include <chrono>

#include "mediamtx/apiclient.h"
#include "mediamtx/logging.h"

namespace cs {

using namespace std::chrono_literals;

namespace {

// MediaMTX needs 2-10 ms for a change, with 500 paths 65 ms.
constexpr auto ReadBackInterval = 5ms;
constexpr int MaxReadBacks = 400;

Error notThere()
{
    return Error::dependencyFailed(QStringLiteral("MediaMTX"), QStringLiteral("it is not running at the moment"));
}

}  // namespace

PathWriter::PathWriter(ApiClient &api, QObject *parent) : QObject(parent), m_api(api)
{
    m_readBackTimer.setSingleShot(true);
    m_readBackTimer.setInterval(ReadBackInterval);
    connect(&m_readBackTimer, &QTimer::timeout, this, &PathWriter::readBack);
}

void PathWriter::setGate(Gate gate)
{
    m_gate = gate;
    if (gate == Gate::Closed) {
        const auto waiting = std::exchange(m_queue, {});
        m_readBackTimer.stop();
        if (m_current)
            finish(notThere());
        for (const auto &operation : waiting)
            operation->promise.finish(notThere());
    } else {
        next();
    }
}

std::vector<PathConfig> PathWriter::wanted() const
{
    return {m_wanted.cbegin(), m_wanted.cend()};
}

Async<Done> PathWriter::set(const PathConfig &config)
{
    Operation operation{Kind::Set, config, std::nullopt, {}, 0};
    if (const auto it = m_wanted.constFind(config.name); it != m_wanted.cend())
        operation.former = *it;
    m_wanted.insert(config.name, config);
    m_refused.remove(config.name);
    return enqueue(std::move(operation));
}

Async<Done> PathWriter::remove(const QString &name)
{
    m_wanted.remove(name);
    Operation operation{Kind::Remove, {}, std::nullopt, {}, 0};
    operation.config.name = name;
    return enqueue(std::move(operation));
}

Async<Done> PathWriter::reconcile()
{
    return enqueue({Kind::Reconcile, {}, std::nullopt, {}, 0});
}

Async<Done> PathWriter::enqueue(Operation operation)
{
    if (m_gate == Gate::Closed)
        return failed(notThere());
    auto shared = std::make_shared<Operation>(std::move(operation));
    auto answer = shared->promise.future();
    m_queue.enqueue(shared);
    next();
    return answer;
}

void PathWriter::next()
{
    if (m_current || m_queue.isEmpty() || m_gate != Gate::Open)
        return;
    m_current = m_queue.dequeue();
    switch (m_current->kind) {
    case Kind::Set: runSet(); break;
    case Kind::Remove: runRemove(); break;
    case Kind::Reconcile: runReconcile(); break;
    }
}

void PathWriter::finish(const Result<Done> &result)
{
    const auto done = std::exchange(m_current, nullptr);
    done->promise.finish(result);
    next();
}

void PathWriter::runSet()
{
    whenDone(this, m_api.replacePath(m_current->config), [this, operation = m_current](const Result<Done> &result) {
        if (m_current == operation)
            onSet(result);
    });
}

void PathWriter::onSet(const Result<Done> &result)
{
    if (result.ok()) {
        readBack();
        return;
    }
    // Refused for ever: nobody may go on wanting it, unless a newer wish has come meanwhile.
    const PathConfig &config = m_current->config;
    if (result.error().code == ErrorCode::InvalidParams && m_wanted.value(config.name) == config) {
        m_wanted.remove(config.name);
        if (m_current->former)
            m_wanted.insert(config.name, *m_current->former);
    }
    finish(result);
}

void PathWriter::runRemove()
{
    whenDone(this, m_api.deletePath(m_current->config.name), [this, operation = m_current](const Result<Done> &result) {
        if (m_current != operation)
            return;
        if (result.ok())
            readBack();
        else
            finish(result);
    });
}

// First the configuration, then the path itself, which follows it a moment later.
void PathWriter::readBack()
{
    whenDone(this, m_api.pathConfig(m_current->config.name),
             [this, operation = m_current](const Result<std::optional<PathConfig>> &found) {
                 if (m_current == operation)
                     onConfigRead(found);
             });
}

void PathWriter::onConfigRead(const Result<std::optional<PathConfig>> &found)
{
    if (!found.ok()) {
        finish(found.error());
        return;
    }
    const bool wanted = m_current->kind == Kind::Set;
    if (wanted ? !*found || !sameConfig(m_current->config, **found) : found->has_value()) {
        readBackLater();
        return;
    }
    whenDone(this, m_api.pathExists(m_current->config.name), [this, operation = m_current](const Result<bool> &exists) {
        if (m_current == operation)
            onExistenceRead(exists);
    });
}

void PathWriter::onExistenceRead(const Result<bool> &exists)
{
    if (!exists.ok())
        finish(exists.error());
    else if (*exists == (m_current->kind == Kind::Set))
        finish(Done());
    else
        readBackLater();
}

void PathWriter::readBackLater()
{
    if (++m_current->readBacks < MaxReadBacks)
        m_readBackTimer.start();
    else
        finish(Error::dependencyFailed(
            QStringLiteral("MediaMTX"),
            QStringLiteral("it took the path '%1' and did not put it in effect").arg(m_current->config.name)));
}

void PathWriter::runReconcile()
{
    whenDone(this, m_api.pathConfigs(), [this, operation = m_current](const Result<std::vector<PathConfig>> &found) {
        if (m_current != operation)
            return;
        if (found.ok())
            onConfigsRead(*found);
        else
            finish(found.error());
    });
}

void PathWriter::onConfigsRead(const std::vector<PathConfig> &found)
{
    m_repairs.clear();
    QSet<QString> names;
    for (const PathConfig &config : found) {
        names.insert(config.name);
        const auto it = m_wanted.constFind(config.name);
        if (it == m_wanted.cend() || !sameConfig(*it, config))
            m_repairs << config.name;
    }
    for (const QString &name : m_wanted.keys()) {
        if (!names.contains(name))
            m_repairs << name;
    }
    repairNext();
}

void PathWriter::repairNext()
{
    if (m_repairs.isEmpty()) {
        finish(Done());
        return;
    }
    const QString name = m_repairs.takeFirst();
    // Looked up now, not when the list was read: it may have changed in between.
    const auto it = m_wanted.constFind(name);
    const bool wanted = it != m_wanted.cend();
    if (!m_refused.contains(name))
        qCInfo(lcMediaMtx) << "reconciling:" << (wanted ? "putting back path" : "removing foreign path") << name;
    whenDone(this, wanted ? m_api.replacePath(*it) : m_api.deletePath(name),
             [this, name, operation = m_current](const Result<Done> &result) {
                 if (m_current != operation)
                     return;
                 if (!result.ok() && result.error().code != ErrorCode::InvalidParams) {
                     finish(result.error());
                     return;
                 }
                 if (!result.ok() && !m_refused.contains(name)) {
                     qCWarning(lcMediaMtx) << "MediaMTX refuses path" << name << "-" << result.error().message;
                     m_refused.insert(name);
                 }
                 repairNext();
             });
}

}  // namespace cs

#include "moc_pathwriter.cpp"
