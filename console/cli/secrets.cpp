#include "cli/secrets.h"

#include <csignal>
#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <QFile>

#include "cli/faults.h"

namespace cs {

namespace {

constexpr qint64 maxSecretBytes = 64 * 1024;

void onSignal(int) {}

// The terminal with typing hidden, as long as this lives. SIGINT and SIGTERM then only end a read(): they must not
// leave the terminal hidden.
class HiddenTerminal {
public:
    HiddenTerminal() : m_descriptor(open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY))
    {
        struct sigaction ending {};
        ending.sa_handler = onSignal;
        sigaction(SIGINT, &ending, &m_onInterrupt);
        sigaction(SIGTERM, &ending, &m_onTerminate);
        if (m_descriptor < 0 || tcgetattr(m_descriptor, &m_before) != 0)
            return;
        termios hidden = m_before;
        hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        m_hidden = tcsetattr(m_descriptor, TCSAFLUSH, &hidden) == 0;
    }
    ~HiddenTerminal()
    {
        if (m_hidden)
            tcsetattr(m_descriptor, TCSAFLUSH, &m_before);
        if (m_descriptor >= 0)
            close(m_descriptor);
        sigaction(SIGINT, &m_onInterrupt, nullptr);
        sigaction(SIGTERM, &m_onTerminate, nullptr);
    }
    HiddenTerminal(const HiddenTerminal &) = delete;
    HiddenTerminal &operator=(const HiddenTerminal &) = delete;

    bool isHidden() const { return m_hidden; }
    bool write(const QByteArray &text)
    {
        return ::write(m_descriptor, text.constData(), size_t(text.size())) == text.size();
    }
    // The next character; false at the end and after a signal.
    bool read(char &c) { return ::read(m_descriptor, &c, 1) == 1; }

private:
    int m_descriptor;
    termios m_before{};
    bool m_hidden = false;
    struct sigaction m_onInterrupt {};
    struct sigaction m_onTerminate {};
};

}  // namespace

Result<QString> readSecret(const QString &file, const QString &what)
{
    QFile source(file);
    const bool opened = file == QLatin1String("-") ? source.open(STDIN_FILENO, QIODevice::ReadOnly)
                                                   : source.open(QIODevice::ReadOnly);
    if (!opened)
        return Error{ErrorCode::Unauthenticated,
                     QStringLiteral("cannot read the %1 file %2: %3").arg(what, file, source.errorString()),
                     {}};
    QByteArray line = source.readLine(maxSecretBytes);
    while (line.endsWith('\n') || line.endsWith('\r'))
        line.chop(1);
    if (line.isEmpty()) {
        const QString place = file == QLatin1String("-") ? QStringLiteral("standard input") : file;
        return Error{
            ErrorCode::Unauthenticated, QStringLiteral("there is no %1 on the first line of %2").arg(what, place), {}};
    }
    return QString::fromUtf8(line);
}

Result<QString> askSecret(const QString &question)
{
    HiddenTerminal terminal;
    if (!terminal.isHidden())
        return usageError(QStringLiteral("there is no terminal to ask for the password; use --password-file FILE"));
    terminal.write(question.toUtf8());
    QByteArray typed;
    char c = 0;
    bool ended = false;
    while (!ended && typed.size() < maxSecretBytes && terminal.read(c)) {
        ended = c == '\n';
        if (!ended)
            typed += c;
    }
    terminal.write("\n");
    if (!ended)
        return Error{ErrorCode::Cancelled, QStringLiteral("no password was given"), {}};
    if (typed.isEmpty())
        return usageError(QStringLiteral("the password is empty"));
    return QString::fromUtf8(typed);
}

}  // namespace cs
