#include "cli/secrets.h"

#include <QFile>

#include <cerrno>
#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include "cli/faults.h"

namespace cs {

namespace {

constexpr qint64 maxSecretBytes = 64 * 1024;

// The terminal with typing hidden, as long as this lives.
class HiddenTerminal {
public:
    HiddenTerminal() : m_descriptor(open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY))
    {
        if (m_descriptor < 0 || tcgetattr(m_descriptor, &m_before) != 0)
            return;
        termios hidden = m_before;
        // Without ISIG, Ctrl-C arrives as a character and cannot leave the terminal hidden.
        hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO | ISIG);
        m_hidden = tcsetattr(m_descriptor, TCSAFLUSH, &hidden) == 0;
    }
    ~HiddenTerminal()
    {
        if (m_hidden)
            tcsetattr(m_descriptor, TCSAFLUSH, &m_before);
        if (m_descriptor >= 0)
            close(m_descriptor);
    }
    HiddenTerminal(const HiddenTerminal &) = delete;
    HiddenTerminal &operator=(const HiddenTerminal &) = delete;

    bool isHidden() const { return m_hidden; }
    bool write(const QByteArray &text) { return ::write(m_descriptor, text.constData(), size_t(text.size())) == text.size(); }
    // The next character, or nothing at the end.
    bool read(char &c)
    {
        ssize_t count = 0;
        do {
            count = ::read(m_descriptor, &c, 1);
        } while (count < 0 && errno == EINTR);
        return count == 1;
    }

private:
    int m_descriptor;
    termios m_before{};
    bool m_hidden = false;
};

}  // namespace

Result<QString> readSecret(const QString &file, const QString &what)
{
    QFile source(file);
    const bool opened = file == QLatin1String("-") ? source.open(STDIN_FILENO, QIODevice::ReadOnly)
                                                   : source.open(QIODevice::ReadOnly);
    if (!opened)
        return Error{ErrorCode::Unauthenticated, QStringLiteral("cannot read the %1 file %2: %3").arg(what, file, source.errorString()), {}};
    QByteArray line = source.readLine(maxSecretBytes);
    while (line.endsWith('\n') || line.endsWith('\r'))
        line.chop(1);
    if (line.isEmpty()) {
        const QString place = file == QLatin1String("-") ? QStringLiteral("standard input") : file;
        return Error{ErrorCode::Unauthenticated, QStringLiteral("there is no %1 on the first line of %2").arg(what, place), {}};
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
    while (!ended && terminal.read(c)) {
        constexpr char ctrlC = 3;
        if (c == ctrlC || typed.size() > maxSecretBytes)
            break;
        ended = c == '\n' || c == '\r';
        if (!ended)
            typed += c;
    }
    terminal.write("\n");
    if (!ended || typed.isEmpty())
        return usageError(QStringLiteral("no password was given"));
    return QString::fromUtf8(typed);
}

}  // namespace cs
