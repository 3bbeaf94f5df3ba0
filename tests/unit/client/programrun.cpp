#include "unit/client/programrun.h"

#include <csignal>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <QTest>

namespace cs {

ProgramRun::ProgramRun(On on) : m_on(on)
{
    m_process.setWorkingDirectory(m_folder.path());
    connect(&m_process, &QProcess::readyReadStandardOutput, this, [this] { out += m_process.readAllStandardOutput(); });
    connect(&m_process, &QProcess::readyReadStandardError, this, [this] { err += m_process.readAllStandardError(); });
    connect(&m_process, &QProcess::finished, this, [this](int code, QProcess::ExitStatus status) {
        out += m_process.readAllStandardOutput();
        err += m_process.readAllStandardError();
        readTerminal();
        m_exitCode = status == QProcess::NormalExit ? code : -2;
    });
}

ProgramRun::~ProgramRun()
{
    m_process.disconnect(this);
    if (m_process.state() != QProcess::NotRunning) {
        m_process.kill();
        m_process.waitForFinished();
    }
    m_notifier.reset();
    if (m_terminal >= 0)
        close(m_terminal);
}

void ProgramRun::start(const QStringList &arguments, const QByteArray &input)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString &name : environment.keys()) {
        if (name.startsWith(QLatin1String("CAMERA_SERVICE_")) || name == QLatin1String("NO_COLOR"))
            environment.remove(name);
    }
    environment.insert(QStringLiteral("TERM"), QStringLiteral("xterm"));
    for (const auto &[name, value] : m_variables)
        environment.insert(name, value);
    m_process.setProcessEnvironment(environment);
    // Without setsid() it could ask on the tester's own terminal.
    m_process.setChildProcessModifier([] { setsid(); });
    if (m_on == On::Terminal)
        openTerminal();
    m_process.start(QStringLiteral(CAMERACTL), arguments);
    m_process.write(input);
    m_process.closeWriteChannel();
}

void ProgramRun::openTerminal()
{
    m_terminal = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    if (m_terminal < 0 || grantpt(m_terminal) != 0 || unlockpt(m_terminal) != 0)
        qFatal("no pseudo terminal");
    const winsize size{24, 100, 0, 0};
    ioctl(m_terminal, TIOCSWINSZ, &size);
    const QByteArray name = ptsname(m_terminal);
    m_process.setChildProcessModifier([name] {
        setsid();
        // The first terminal that the leader of a session opens becomes its controlling one: /dev/tty.
        const int end = open(name.constData(), O_RDWR);
        for (int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
            dup2(end, descriptor);
    });
    m_notifier = std::make_unique<QSocketNotifier>(m_terminal, QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &ProgramRun::readTerminal);
}

void ProgramRun::readTerminal()
{
    if (m_terminal < 0)
        return;
    char buffer[4096];
    ssize_t count = 0;
    while ((count = read(m_terminal, buffer, sizeof buffer)) > 0)
        out.append(buffer, count);
    // Without the program at its other end, a terminal is readable for ever.
    if (count < 0 && errno == EIO)
        m_notifier->setEnabled(false);
}

void ProgramRun::type(const QByteArray &text)
{
    if (write(m_terminal, text.constData(), static_cast<size_t>(text.size())) != text.size())
        qFatal("cannot type");
}

void ProgramRun::interrupt()
{
    kill(static_cast<pid_t>(m_process.processId()), SIGINT);
}

bool ProgramRun::waitForEnd()
{
    return QTest::qWaitFor([this] { return m_exitCode != -1; }, 20000);
}

}  // namespace cs

#include "moc_programrun.cpp"
