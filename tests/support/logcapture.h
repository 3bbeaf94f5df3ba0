#pragma once

#include <QLoggingCategory>
#include <QMutex>
#include <QMutexLocker>
#include <QString>

namespace cs {

// Collects every log line of every category while it lives, debug lines included. One at a time; thread-safe.
class LogCapture {
public:
    LogCapture()
    {
        current() = this;
        m_former = qInstallMessageHandler(&LogCapture::handle);
        QLoggingCategory::setFilterRules(QStringLiteral("cs.*.debug=true\ncs.*.info=true"));
    }
    ~LogCapture()
    {
        qInstallMessageHandler(m_former);
        QLoggingCategory::setFilterRules({});
        current() = nullptr;
    }
    LogCapture(const LogCapture &) = delete;
    LogCapture &operator=(const LogCapture &) = delete;

    QString text() const
    {
        const QMutexLocker lock(&m_mutex);
        return m_text;
    }

private:
    static LogCapture *&current()
    {
        static LogCapture *instance = nullptr;
        return instance;
    }
    static void handle(QtMsgType type, const QMessageLogContext &context, const QString &message)
    {
        LogCapture *self = current();
        const QMutexLocker lock(&self->m_mutex);
        self->m_text += qFormatLogMessage(type, context, message) + u'\n';
    }

    mutable QMutex m_mutex;
    QString m_text;
    QtMessageHandler m_former = nullptr;
};

}  // namespace cs
