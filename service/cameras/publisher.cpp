#include "cameras/publisher.h"

#include <algorithm>
#include <unistd.h>

#include <QFileInfo>
#include <QRegularExpression>
#include <QStandardPaths>

#include "cameras/logging.h"
#include "mediamtx/childsetup.h"

namespace cs {
namespace {

using namespace std::chrono_literals;

// A run that lasts so long was a good one: the next pause is the shortest again.
constexpr auto GoodRun = 10s;
// What a start may take on a machine that is busy with other things.
constexpr auto StartTime = 20s;
constexpr auto GraceToEnd = 2s;
constexpr qsizetype KeptWords = 4096;
constexpr qsizetype ShownWords = 200;
// Answers go first; but much less than its share, and a busy machine would have no picture at all.
constexpr int Niceness = 2;

// Runs in the child between fork and exec: only calls that are safe there.
void prepareChild(pid_t parent)
{
    tieToParent(parent);
    [[maybe_unused]] const int ignored = nice(Niceness);
}

}  // namespace

Publisher::Publisher(MediaServer &server, InternalTokens &tokens, const Clock &clock, QString path, QString program,
                     QObject *parent)
    : QObject(parent),
      m_server(server),
      m_tokens(tokens),
      m_clock(clock),
      m_path(std::move(path)),
      m_configured(std::move(program))
{
    m_pauseTimer.setSingleShot(true);
    connect(&m_pauseTimer, &QTimer::timeout, this, &Publisher::launch);
    connect(&m_server, &MediaServer::stateChanged, this, &Publisher::follow);
    connect(&m_server, &MediaServer::polled, this, [this] {
        m_hasDelivered = m_hasDelivered || (m_process && m_server.paths().value(m_path).inboundBytes > 0);
    });
}

Publisher::~Publisher()
{
    for (QProcess *process : findChildren<QProcess *>())
        endAtOnce(*process);
}

void Publisher::start()
{
    m_wanted = true;
    follow(m_server.state());
}

Async<Done> Publisher::stop()
{
    m_wanted = false;
    m_pauseTimer.stop();
    return end();
}

void Publisher::restart()
{
    if (m_process && (m_hasDelivered || m_clock.steady() - m_launchedAt >= StartTime)) {
        qCInfo(lcCameras) << "ffmpeg of" << m_path << "brings no picture; starting another";
        // It may be stopped or hang in a system call: asking would not help.
        m_process->kill();
    }
}

void Publisher::follow(MediaServer::State state)
{
    if (!m_wanted)
        return;
    if (state != MediaServer::State::Running) {
        m_pauseTimer.stop();
        end();
    } else if (!m_process) {
        m_pause = FirstPause;
        launch();
    }
}

void Publisher::launch()
{
    if (!m_wanted || m_process || m_server.state() != MediaServer::State::Running)
        return;
    m_program = findProgram();
    if (m_program.isEmpty()) {
        setProblem(QStringLiteral("ffmpeg was not found: install ffmpeg"));
        launchLater();
        return;
    }
    m_token = m_tokens.forPublisher(m_path);
    m_lastWords.clear();
    m_launchedAt = m_clock.steady();
    m_hasDelivered = false;
    m_process = makeProcess();
    const QByteArray address = m_server.rtspBase() + '/' + m_path.toUtf8() + "?token=" + m_token;
    m_process->start(m_program, m_arguments + QStringList{QString::fromUtf8(address)});
}

QProcess *Publisher::makeProcess()
{
    auto *process = new QProcess(this);
    process->setProcessEnvironment(inheritedEnvironment({"PATH", "LD_LIBRARY_PATH", "HOME", "TMPDIR"}));
    process->setStandardInputFile(QProcess::nullDevice());
    process->setStandardOutputFile(QProcess::nullDevice());
    process->setChildProcessModifier([self = getpid()] { prepareChild(self); });
    connect(process, &QProcess::started, this, &Publisher::onStarted);
    connect(process, &QProcess::readyReadStandardError, this, &Publisher::onErrorText);
    connect(process, &QProcess::finished, this, [this](int code, QProcess::ExitStatus status) {
        onEnded(status == QProcess::CrashExit ? QStringLiteral("was killed by signal %1 and is started again").arg(code)
                                              : QStringLiteral("ended with code %1").arg(code));
    });
    connect(process, &QProcess::errorOccurred, this, [this, process](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            onEnded(QStringLiteral("could not be started: ") + process->errorString());
    });
    return process;
}

void Publisher::launchLater()
{
    m_pauseTimer.start(m_pause);
    m_pause = std::min(m_pause * 2, LongestPause);
}

// Ends the process without a word; it is out of the picture from now on.
Async<Done> Publisher::end()
{
    if (!m_process)
        return ready<Done>(Done{});
    QProcess *process = std::exchange(m_process, nullptr);
    m_startedAt.reset();
    disconnect(process, nullptr, this, nullptr);
    if (process->state() == QProcess::NotRunning) {
        process->deleteLater();
        return ready<Done>(Done{});
    }
    auto promise = std::make_shared<Promise<Done>>();
    connect(process, &QProcess::finished, process, [process, promise] {
        process->deleteLater();
        promise->finish(Done{});
    });
    QTimer::singleShot(GraceToEnd, process, &QProcess::kill);
    process->terminate();
    Q_EMIT changed();
    return promise->future();
}

void Publisher::onStarted()
{
    m_startedAt = m_clock.now();
    setProblem({});
    Q_EMIT changed();
}

void Publisher::onErrorText()
{
    m_lastWords = (m_lastWords + m_process->readAllStandardError()).right(KeptWords);
}

void Publisher::onEnded(const QString &how)
{
    onErrorText();
    m_process->deleteLater();
    m_process = nullptr;
    m_startedAt.reset();
    const QString words = publicText(m_lastWords);
    if (m_clock.steady() - m_launchedAt >= GoodRun)
        m_pause = FirstPause;
    const QString reason = QStringLiteral("ffmpeg ") + how
                           + (words.isEmpty() ? QString() : QStringLiteral(": ") + words);
    // What fails the same way every few seconds is said once.
    if (m_server.state() == MediaServer::State::Running && std::exchange(m_loggedReason, reason) != reason)
        qCWarning(lcCameras).noquote() << "publisher of" << m_path << "-" << reason;
    launchLater();
    Q_EMIT changed();
    Q_EMIT failed(reason);
}

PublisherInfo Publisher::info() const
{
    PublisherInfo out;
    if (!m_program.isEmpty()) {
        const QString address = QString::fromUtf8(m_server.rtspBase()) + u'/' + m_path + QStringLiteral("?token=***");
        out.command = (QStringList{m_program} + m_arguments + QStringList{address}).join(u' ');
    }
    out.running = m_startedAt.has_value();
    out.pid = out.running ? m_process->processId() : 0;
    out.startedAt = m_startedAt;
    return out;
}

void Publisher::setProblem(const QString &problem)
{
    if (m_problem == problem)
        return;
    m_problem = problem;
    if (!problem.isEmpty())
        qCWarning(lcCameras).noquote() << "publisher of" << m_path << "-" << problem;
    Q_EMIT changed();
}

QString Publisher::findProgram() const
{
    if (m_configured.isEmpty())
        return QStandardPaths::findExecutable(QStringLiteral("ffmpeg"));
    const QFileInfo file(m_configured);
    return file.isFile() && file.isExecutable() ? file.absoluteFilePath() : QString();
}

// The last line ffmpeg wrote, fit for a log and for people.
QString Publisher::publicText(const QByteArray &raw) const
{
    QByteArray text = raw.trimmed();
    text = text.mid(text.lastIndexOf('\n') + 1);
    if (!m_token.isEmpty())
        text.replace(m_token, "***");
    // "[rtsp @ 0x55d0c0de] ..." would be another text at each start.
    static const QRegularExpression address(QStringLiteral(" @ 0x[0-9a-f]+"));
    QString out = QString::fromUtf8(text).remove(address);
    std::replace_if(
        out.begin(), out.end(), [](QChar c) { return !c.isPrint(); }, QChar(u'?'));
    return out.left(ShownWords);
}

}  // namespace cs

#include "moc_publisher.cpp"
