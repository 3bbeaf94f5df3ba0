#include "mediamtx/supervisedserver.h"

#include <QDir>

#include "mediamtx/internaltokens.h"
#include "mediamtx/logging.h"
#include "mediamtx/outputline.h"

namespace cs {

using namespace std::chrono_literals;

namespace {

constexpr std::chrono::milliseconds FirstRestartDelay = 250ms;
constexpr std::chrono::milliseconds MaxRestartDelay = 10s;
// Who has run for so long has earned a quick restart.
constexpr auto Healthy = 30s;
constexpr auto ReconcileInterval = 30s;

}  // namespace

SupervisedMediaServer::SupervisedMediaServer(const MediaMtxOptions &options, const QByteArray &authUrl,
                                             InternalTokens &tokens, QObject *parent)
    : MediaServer(parent),
      m_options(options),
      m_rtspBase(ownUrl("rtsp", options.host, options.rtspPort)),
      m_renderer(options, authUrl),
      m_mask({authUrl}),
      m_startFile(options.stateDir),
      m_restartDelay(FirstRestartDelay),
      m_portCheck(options),
      m_child(QDir(options.stateDir).filePath(QStringLiteral("mediamtx.pid"))),
      m_poller(m_api, tokens),
      m_writer(m_api),
      m_hls(ownUrl(options.encryptsMedia() ? "https" : "http", options.host, options.hlsPort), tokens,
            options.certificateFile),
      m_api(options.apiPort, tokens.forApi())
{
    tokens.setOwnAddress(ownHost(options.host));
    m_restartTimer.setSingleShot(true);
    m_reconcileTimer.setInterval(ReconcileInterval);
    connect(&m_restartTimer, &QTimer::timeout, this, &SupervisedMediaServer::launch);
    connect(&m_reconcileTimer, &QTimer::timeout, this, &SupervisedMediaServer::reconcile);
    connect(&m_child, &ChildProcess::started, &m_poller, &ServerPoller::start);
    connect(&m_child, &ChildProcess::line, this, &SupervisedMediaServer::onLine);
    connect(&m_child, &ChildProcess::ended, this, &SupervisedMediaServer::onEnded);
    connect(&m_poller, &ServerPoller::answered, this, &SupervisedMediaServer::onAnswered);
    connect(&m_poller, &ServerPoller::startTimeChanged, this, &SupervisedMediaServer::reconcile);
    connect(&m_poller, &ServerPoller::silenceChanged, this, &MediaServer::silenceChanged);
    connect(&m_poller, &ServerPoller::lost, this,
            [this] { restartChild(QStringLiteral("its control API does not answer")); });
    connect(&m_poller, &ServerPoller::polled, this, [this] {
        if (m_state == State::Running)
            Q_EMIT polled();
    });
}

Async<Done> SupervisedMediaServer::checkPorts()
{
    m_child.killStale();
    return m_portCheck.run();
}

void SupervisedMediaServer::start()
{
    if (m_state != State::Stopped || m_child.isActive())
        return;
    m_stopping = false;
    m_failedStarts = 0;
    m_restartDelay = FirstRestartDelay;
    launch();
}

void SupervisedMediaServer::launch()
{
    m_lastError.clear();
    m_endReason.clear();
    // A server that fails again and again stays Failed, with its reason, until it runs.
    if (m_failedStarts == 0) {
        m_writer.setGate(PathWriter::Gate::Waiting);
        setState(State::Starting);
    }
    const auto paths = m_startBare ? std::vector<PathConfig>() : m_writer.wanted();
    const auto key = m_startFile.write(m_renderer.render(paths));
    if (!key.ok()) {
        fail(key.error().data.value(QStringLiteral("detail")).toString());
        return;
    }
    m_api.forgetConnections();
    m_hls.reset();
    m_child.start(m_options.binary, {m_startFile.path()}, StartFile::environment(*key));
}

Async<Done> SupervisedMediaServer::stop()
{
    m_stopping = true;
    m_portCheck.giveUp();
    m_restartTimer.stop();
    m_reconcileTimer.stop();
    m_poller.stop();
    m_writer.setGate(PathWriter::Gate::Closed);
    if (!m_child.isActive()) {
        setState(State::Stopped);
        return ready<Done>(Done());
    }
    auto answer = m_stopped.emplace_back().future();
    // A graceful end of MediaMTX waits for open connections, ours included.
    m_api.forgetConnections();
    m_hls.reset();
    m_child.terminate();
    return answer;
}

// Also while it is still called Failed but answers already: the reconciliation that runs then has read what is wanted,
// so that a wish beside it would wait for the next one.
bool SupervisedMediaServer::takesPaths() const
{
    return m_state == State::Starting || m_state == State::Running || m_writer.gate() == PathWriter::Gate::Open;
}

Async<Done> SupervisedMediaServer::setPath(const PathSpec &spec)
{
    const auto config = toPathConfig(spec);
    if (!config.ok())
        return failed(config.error());
    if (takesPaths())
        return m_writer.set(*config);
    m_writer.want(*config);
    if (m_state == State::Stopped)
        return ready<Done>(Done());
    return failed(Error::dependencyFailed(QStringLiteral("MediaMTX"), m_failure));
}

Async<Done> SupervisedMediaServer::removePath(const QString &name)
{
    m_hls.forget(name);
    if (takesPaths())
        return m_writer.remove(name);
    // There is nothing to remove it from, and it will not come back.
    m_writer.unwant(name);
    return ready<Done>(Done());
}

Async<QByteArray> SupervisedMediaServer::fetchHls(const QString &pathAndFile)
{
    if (m_state != State::Running)
        return failed<QByteArray>(
            Error::dependencyFailed(QStringLiteral("MediaMTX"), QStringLiteral("it is not running at the moment")));
    return m_hls.fetch(pathAndFile);
}

void SupervisedMediaServer::onLine(const QByteArray &raw)
{
    const OutputLine line = toOutputLine(m_mask.masked(raw));
    if (line.level == OutputLine::Level::Quiet)
        qCDebug(lcMediaMtxOutput).noquote() << line.text;
    else
        qCWarning(lcMediaMtxOutput).noquote() << line.text;
    if (line.level == OutputLine::Level::StartError)
        m_startBare = true;
    if (line.level == OutputLine::Level::StartError || line.level == OutputLine::Level::Fatal)
        m_lastError = line.text;
    if (!line.failedPath.isEmpty())
        Q_EMIT sourceFailed(line.failedPath, line.failure);
}

void SupervisedMediaServer::onAnswered()
{
    m_writer.setGate(PathWriter::Gate::Open);
    whenDone(this, m_writer.reconcile(), [this](const Result<Done> &result) { onReconciled(result); });
}

void SupervisedMediaServer::onReconciled(const Result<Done> &result)
{
    if (m_stopping || !m_child.isActive() || m_state == State::Running)
        return;
    if (!result.ok()) {
        restartChild(result.error().message);
        return;
    }
    m_failedStarts = 0;
    m_startBare = false;
    m_running.start();
    m_reconcileTimer.start();
    const bool again = std::exchange(m_wasRunning, true);
    qCInfo(lcMediaMtx).noquote() << "MediaMTX" << version() << "is running, process" << processId();
    setState(State::Running);
    if (again && m_state == State::Running)
        Q_EMIT restarted();
}

void SupervisedMediaServer::reconcile()
{
    whenDone(this, m_writer.reconcile(), [](const Result<Done> &result) {
        if (!result.ok())
            qCWarning(lcMediaMtx).noquote() << "cannot reconcile the paths:" << result.error().message;
    });
}

void SupervisedMediaServer::restartChild(const QString &why)
{
    m_endReason = why;
    m_poller.stop();
    m_child.kill();
}

void SupervisedMediaServer::onEnded(const QString &how)
{
    m_poller.stop();
    if (!m_stopping) {
        const QString cause = m_endReason.isEmpty() ? m_lastError : m_endReason;
        fail(cause.isEmpty() ? QStringLiteral("it %1").arg(how) : QStringLiteral("it %1: %2").arg(how, cause));
        return;
    }
    setState(State::Stopped);
    for (auto &promise : std::exchange(m_stopped, {}))
        promise.finish(Done());
}

void SupervisedMediaServer::fail(const QString &why)
{
    m_reconcileTimer.stop();
    if (m_state == State::Running && std::chrono::milliseconds(m_running.elapsed()) >= Healthy)
        m_restartDelay = FirstRestartDelay;
    if (m_state != State::Running)
        ++m_failedStarts;
    qCWarning(lcMediaMtx).noquote() << "MediaMTX does not run:" << why << "- next try in" << m_restartDelay.count()
                                    << "ms";
    m_restartTimer.start(m_restartDelay);
    m_restartDelay = std::min(m_restartDelay * 2, MaxRestartDelay);
    setState(State::Failed, why);
    m_writer.setGate(PathWriter::Gate::Closed);
}

void SupervisedMediaServer::setState(State state, const QString &failure)
{
    const bool changed = m_state != state || m_failure != failure;
    m_state = state;
    m_failure = failure;
    if (changed)
        Q_EMIT stateChanged(state);
}

}  // namespace cs

#include "moc_supervisedserver.cpp"
