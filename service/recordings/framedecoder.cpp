#include "recordings/framedecoder.h"

#include <csignal>
#include <unistd.h>

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QTimer>

#include "mediamtx/childsetup.h"
#include "recordings/jpegheader.h"
#include "recordings/log.h"

namespace cs {
namespace {

constexpr qsizetype MaxReason = 200;

Error decoderFailed(const QString &why)
{
    return Error::dependencyFailed(QStringLiteral("FFmpeg"), why);
}

// The first line of what the program said, fit for people: it may repeat bytes of the video.
QString reasonIn(const QByteArray &errors)
{
    QString out;
    for (const char c : errors.left(MaxReason)) {
        if (c == '\n')
            break;
        out += c >= ' ' && c < 0x7f ? QLatin1Char(c) : QLatin1Char('?');
    }
    return out;
}

}  // namespace

// What to make of a program that a signal has ended.
QString endedBy(int signal)
{
    switch (signal) {
    case SIGKILL:
        return QStringLiteral(
            "the decoder was killed from outside (signal 9), perhaps because memory ran out; try again, "
            "and if it happens again look for 'out of memory' in the kernel's log");
    case SIGTERM:
    case SIGINT:
    case SIGHUP:
    case SIGQUIT: return QStringLiteral("the decoder was ended from outside (signal %1); try again").arg(signal);
    case SIGXCPU:
        return QStringLiteral(
                   "the decoder took too much processor time for one picture (signal %1); lower the camera's "
                   "resolution, or try again when the machine has less to do")
            .arg(signal);
    default:
        return QStringLiteral(
                   "the decoder crashed on this camera's video (signal %1); try again, and if it happens again "
                   "choose another codec or profile at the camera")
            .arg(signal);
    }
}

// One run of the program.
class FrameDecoder::Process : public QObject {
public:
    Process(Job job, std::function<void()> onEnd) : m_job(std::move(job)), m_onEnd(std::move(onEnd))
    {
        m_deadline.setSingleShot(true);
        connect(&m_deadline, &QTimer::timeout, this, [this] {
            m_isLate = true;
            m_process.kill();
        });
        connect(&m_process, &QProcess::readyReadStandardOutput, this, [this] { read(); });
        connect(&m_process, &QProcess::readyReadStandardError, this, [this] {
            m_errors += m_process.readAllStandardError().left(MaxReason);
            m_errors.truncate(MaxReason);
        });
        connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
            if (error != QProcess::FailedToStart)
                return;
            // Where programs lie on the host is not for whoever takes a picture.
            qCWarning(lcRecordings).noquote() << m_process.program() << "cannot be started:" << m_process.errorString();
            end(decoderFailed(QStringLiteral("the decoder cannot be started; the service's log says why")));
        });
        connect(&m_process, &QProcess::finished, this,
                [this](int code, QProcess::ExitStatus status) { onFinished(code, status); });
    }

    ~Process() override { endAtOnce(m_process); }

    void start(const QString &program, int quality, std::chrono::milliseconds deadline)
    {
        QProcessEnvironment environment;
        environment.insert(QStringLiteral("LANG"), QStringLiteral("C"));
        m_process.setProcessEnvironment(environment);
        m_process.setChildProcessModifier([self = ::getpid()] { tieToParent(self); });
        m_deadline.start(deadline);
        m_process.start(program, {QStringLiteral("--quality"), QString::number(quality)});
        m_process.write(m_job.input);
        m_process.closeWriteChannel();
        m_job.input.clear();
    }

private:
    void read()
    {
        m_jpeg += m_process.readAllStandardOutput();
        if (m_jpeg.size() > MaxJpegBytes)
            m_process.kill();
    }

    void onFinished(int code, QProcess::ExitStatus status)
    {
        read();
        if (m_isLate)
            end(decoderFailed(QStringLiteral("the picture was not decoded within %1 ms").arg(m_deadline.interval())));
        else if (status != QProcess::NormalExit)
            end(decoderFailed(endedBy(code)));
        else if (code != 0)
            end(decoderFailed(m_errors.isEmpty() ? QStringLiteral("exit code %1").arg(code) : reasonIn(m_errors)));
        else if (!jpegSize(m_jpeg))
            end(decoderFailed(QStringLiteral("the decoder gave no whole picture")));
        else
            end(m_jpeg);
    }

    void end(const Result<QByteArray> &result)
    {
        m_deadline.stop();
        m_job.promise.finish(result);
        if (const auto onEnd = std::exchange(m_onEnd, {})) {
            deleteLater();
            onEnd();
        }
    }

    Job m_job;
    std::function<void()> m_onEnd;
    QProcess m_process;
    QTimer m_deadline;
    QByteArray m_jpeg;
    QByteArray m_errors;
    bool m_isLate = false;
};

FrameDecoder::FrameDecoder(QString program, int quality, int parallel, std::chrono::milliseconds deadline)
    : m_program(std::move(program)),
      m_quality(quality),
      m_parallel(parallel),
      m_deadline(deadline)
{}

FrameDecoder::~FrameDecoder() = default;

Async<QByteArray> FrameDecoder::jpegOf(const QByteArray &fragmentedMp4)
{
    Job job{fragmentedMp4, {}};
    auto answer = job.promise.future();
    m_waiting.push_back(std::move(job));
    next();
    return answer;
}

void FrameDecoder::next()
{
    if (m_waiting.empty() || m_running >= m_parallel)
        return;
    ++m_running;
    Job job = std::move(m_waiting.front());
    m_waiting.pop_front();
    auto *const process = new Process(std::move(job), [this] {
        --m_running;
        next();
    });
    process->setParent(this);
    process->start(m_program, m_quality, m_deadline);
}

QString findFrameHelper()
{
    const QString name = QStringLiteral("camera-service-frame");
    const QDir own(QCoreApplication::applicationDirPath());
    const QStringList places{own.filePath(name), own.filePath(QStringLiteral("../libexec/camera-service/") + name),
                             own.filePath(QStringLiteral("../lib/camera-service/") + name)};
    for (const QString &place : places) {
        if (QFileInfo(place).isExecutable())
            return QDir::cleanPath(place);
    }
    return places.front();
}

}  // namespace cs

#include "moc_framedecoder.cpp"
