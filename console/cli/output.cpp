#include "cli/output.h"

#include <cerrno>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/celltext.h"

namespace cs {

namespace {

int terminalColumns()
{
    winsize size{};
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

}  // namespace

Output::Output() : m_resultIsTerminal(isatty(STDOUT_FILENO) == 1), m_notesAreTerminal(isatty(STDERR_FILENO) == 1)
{
    const bool refused = !qEnvironmentVariableIsEmpty("NO_COLOR") || qgetenv("TERM") == "dumb";
    if (m_resultIsTerminal && !refused)
        m_colours = Table::Colours::On;
}

bool Output::line(const QString &text)
{
    return result(text.toUtf8() + '\n');
}

bool Output::text(const QString &lines)
{
    return result(lines.toUtf8());
}

bool Output::json(const QByteArray &text)
{
    return result(text + '\n');
}

bool Output::table(const Table &table)
{
    return result(table.text(m_colours).toUtf8());
}

bool Output::result(const QByteArray &bytes)
{
    endProgress();
    if (write(STDOUT_FILENO, bytes))
        return true;
    const int cause = errno;
    // Who closes a pipe, as head(1) does, has read enough.
    if (cause != EPIPE && !std::exchange(m_resultLost, true))
        trouble(QStringLiteral("cannot write to standard output: %1").arg(qt_error_string(cause)));
    return false;
}

void Output::note(const QString &text)
{
    endProgress();
    write(STDERR_FILENO, text.toUtf8() + '\n');
}

void Output::trouble(const QString &sentence)
{
    note(QStringLiteral("cameractl: ") + sentence);
}

void Output::progress(const QString &text)
{
    if (!m_notesAreTerminal)
        return;
    // A line that wraps cannot be replaced.
    const int room = terminalColumns() - 1;
    QString shown = text;
    while (columns(shown) > room)
        shown.chop(1);
    write(STDERR_FILENO, "\r\033[K" + shown.toUtf8());
    m_progressShown = true;
}

void Output::endProgress()
{
    if (std::exchange(m_progressShown, false))
        write(STDERR_FILENO, "\r\033[K");
}

bool Output::write(int descriptor, const QByteArray &bytes)
{
    qsizetype done = 0;
    while (done < bytes.size()) {
        const ssize_t count = ::write(descriptor, bytes.constData() + done, static_cast<size_t>(bytes.size() - done));
        if (count < 0 && errno == EINTR)
            continue;
        // Another program may have left the terminal non-blocking.
        if (count < 0 && errno == EAGAIN) {
            pollfd ready{descriptor, POLLOUT, 0};
            poll(&ready, 1, -1);
            continue;
        }
        if (count < 0)
            return false;
        done += count;
    }
    return true;
}

}  // namespace cs
