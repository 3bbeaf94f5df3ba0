#include "mediamtx/binarylocator.h"

#include <array>
#include <chrono>
#include <unistd.h>

#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTimer>

#include "mediamtx/childsetup.h"

namespace cs {

using namespace std::chrono_literals;

namespace {

constexpr auto AnswerDeadline = 5s;
constexpr qsizetype MaxVersionText = 4096;

using Version = std::array<int, 3>;

std::optional<Version> toVersion(const QByteArray &output)
{
    static const QRegularExpression form(QStringLiteral("^v(\\d{1,5})\\.(\\d{1,5})\\.(\\d{1,5})"));
    const auto match = form.match(QString::fromUtf8(output.left(MaxVersionText)));
    if (!match.hasMatch())
        return std::nullopt;
    return Version{match.captured(1).toInt(), match.captured(2).toInt(), match.captured(3).toInt()};
}

QString toText(const Version &version)
{
    return QStringLiteral("v%1.%2.%3").arg(version[0]).arg(version[1]).arg(version[2]);
}

constexpr Version Oldest{BinaryLocator::Floor[0], BinaryLocator::Floor[1], BinaryLocator::Floor[2]};

}  // namespace

BinaryLocator::Places BinaryLocator::Places::ofSystem(const QString &configured)
{
    const QString explicitPath = configured.isEmpty() ? qEnvironmentVariable("CAMERA_SERVICE_MEDIAMTX_BINARY")
                                                      : configured;
    QString cache = qEnvironmentVariable("XDG_CACHE_HOME");
    // Relative paths there are invalid, says the base directory specification.
    if (!cache.startsWith(u'/'))
        cache = QDir::homePath() + QStringLiteral("/.cache");
    return {explicitPath, qEnvironmentVariable("PATH"),
            cache + QStringLiteral("/camera-service/mediamtx/%1/mediamtx").arg(QLatin1String(PinnedVersion))};
}

BinaryLocator::BinaryLocator(Places places, QObject *parent) : QObject(parent), m_places(std::move(places)) {}

BinaryLocator::~BinaryLocator()
{
    if (m_process)
        endAtOnce(*m_process);
}

Async<MediaMtxBinary> BinaryLocator::find()
{
    m_complaints.clear();
    m_candidates.clear();
    if (!m_places.configured.isEmpty()) {
        m_candidates << m_places.configured;
    } else {
        const QStringList folders = m_places.searchPath.split(u':', Qt::SkipEmptyParts);
        const QString onPath = folders.isEmpty() ? QString()
                                                 : QStandardPaths::findExecutable(QStringLiteral("mediamtx"), folders);
        if (!onPath.isEmpty())
            m_candidates << onPath;
        m_candidates << m_places.cache;
    }
    m_promise.emplace();
    auto answer = m_promise->future();
    tryNext();
    return answer;
}

void BinaryLocator::tryNext()
{
    while (!m_candidates.isEmpty()) {
        const QFileInfo file(m_candidates.takeFirst());
        if (file.isFile() && file.isExecutable()) {
            ask(file.absoluteFilePath());
            return;
        }
        m_complaints << QStringLiteral("%1 is no executable file").arg(file.filePath());
    }
    finish(Error::dependencyFailed(
        QStringLiteral("MediaMTX"),
        QStringLiteral("no usable program found (%1); set mediamtx.binary to MediaMTX %2 or newer, put it on PATH, "
                       "or let ./dev deps make it")
            .arg(m_complaints.join(QStringLiteral("; ")), toText(Oldest))));
}

void BinaryLocator::ask(const QString &program)
{
    m_process = std::make_unique<QProcess>();
    m_process->setStandardInputFile(QProcess::nullDevice());
    // What answers may be anything: our own environment holds secrets.
    auto environment = inheritedEnvironment({"PATH", "HOME", "TMPDIR"});
    environment.insert(QStringLiteral("LANG"), QStringLiteral("C"));
    m_process->setProcessEnvironment(environment);
    m_process->setChildProcessModifier([parentPid = ::getpid()] { tieToParent(parentPid); });
    connect(m_process.get(), &QProcess::finished, this, [this, program](int code, QProcess::ExitStatus status) {
        if (status == QProcess::NormalExit && code == 0)
            onAnswer(program, m_process->readAllStandardOutput());
        else
            passOver(program, QStringLiteral("does not answer --version as MediaMTX does"));
    });
    connect(m_process.get(), &QProcess::errorOccurred, this, [this, program](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            passOver(program, QStringLiteral("cannot be started: %1").arg(m_process->errorString()));
    });
    QTimer::singleShot(AnswerDeadline, m_process.get(), &QProcess::kill);
    m_process->start(program, {QStringLiteral("--version")});
}

void BinaryLocator::onAnswer(const QString &program, const QByteArray &output)
{
    const auto version = toVersion(output);
    if (!version)
        passOver(program, QStringLiteral("does not answer --version as MediaMTX does"));
    else if (*version < Oldest)
        passOver(program, QStringLiteral("is %1, which is too old").arg(toText(*version)));
    else
        finish(MediaMtxBinary{program, toText(*version)});
}

void BinaryLocator::passOver(const QString &program, const QString &why)
{
    m_complaints << QStringLiteral("%1 %2").arg(program, why);
    // Still inside a signal of the process: it may only go later.
    m_process->disconnect(this);
    m_process.release()->deleteLater();
    tryNext();
}

void BinaryLocator::finish(Result<MediaMtxBinary> result)
{
    if (m_process) {
        m_process->disconnect(this);
        m_process.release()->deleteLater();
    }
    auto promise = std::move(*m_promise);
    m_promise.reset();
    promise.finish(std::move(result));
}

}  // namespace cs

#include "moc_binarylocator.cpp"
