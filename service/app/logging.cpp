#include "app/logging.h"

#include <cstdio>
#include <cstdlib>
#include <sys/stat.h>
#include <unistd.h>

#include <QLoggingCategory>

#include "base/time.h"
#include "json/writer.h"

namespace cs {

namespace {

// Written once before any thread starts, read afterwards: a message handler has no context to keep it in.
LogFormat chosenFormat = LogFormat::Text;
bool underJournal = false;

struct Level {
    const char *name;
    int syslog;
};

Level levelOf(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg: return {"debug", 7};
    case QtInfoMsg: return {"info", 6};
    case QtWarningMsg: return {"warning", 4};
    case QtCriticalMsg: return {"critical", 2};
    case QtFatalMsg: return {"fatal", 0};
    }
    return {"info", 6};
}

// A log line is one line whatever a camera or a client put into it.
QString oneLine(QString text)
{
    for (QChar &c : text) {
        if (c.category() == QChar::Other_Control)
            c = u' ';
    }
    return text;
}

void handle(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    const Level level = levelOf(type);
    const QString time = toIso(SystemClock().now());
    const QString category = QString::fromLatin1(context.category ? context.category : "default");
    QByteArray line;
    if (chosenFormat == LogFormat::Json) {
        json::Writer writer;
        writer.beginObject();
        writer.key("time");
        writer.value(time);
        writer.key("level");
        writer.value(QString::fromLatin1(level.name));
        writer.key("category");
        writer.value(category);
        writer.key("message");
        writer.value(message);
        writer.endObject();
        line = writer.take();
    } else if (underJournal) {
        line = QStringLiteral("<%1>%2: %3").arg(level.syslog).arg(category, oneLine(message)).toUtf8();
    } else {
        line = QStringLiteral("%1 %2 %3: %4")
                   .arg(time, QString::fromLatin1(level.name), category, oneLine(message))
                   .toUtf8();
    }
    line += '\n';
    std::fwrite(line.constData(), 1, static_cast<size_t>(line.size()), stderr);
    if (type == QtFatalMsg)
        std::abort();
}

// Whatever a service starts inherits the variable (a terminal of a desktop session has it too), so it counts only where
// it names this very stream, as device:inode (systemd.exec(5)).
bool stderrIsJournal()
{
    struct stat info {};
    if (::fstat(STDERR_FILENO, &info) != 0)
        return false;
    return qgetenv("JOURNAL_STREAM")
           == QByteArray::number(static_cast<quint64>(info.st_dev)) + ':'
                  + QByteArray::number(static_cast<quint64>(info.st_ino));
}

}  // namespace

void installLogging(const LogConfig &config)
{
    chosenFormat = config.format;
    underJournal = stderrIsJournal();
    QString rules = QStringLiteral("*.debug=false\n");
    switch (config.level) {
    case LogLevel::Debug: rules += QStringLiteral("cs.*.debug=true\n"); break;
    case LogLevel::Info: break;
    case LogLevel::Warning: rules += QStringLiteral("*.info=false\n"); break;
    case LogLevel::Critical: rules += QStringLiteral("*.info=false\n*.warning=false\n"); break;
    }
    QLoggingCategory::setFilterRules(rules);
    qInstallMessageHandler(handle);
}

}  // namespace cs
