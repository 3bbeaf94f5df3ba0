#pragma once

#include <QObject>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTimer>

#include "mediamtx/pidfile.h"

namespace cs {

// One program as our child, run again and again: it dies with this process, and a pid file finds it should that ever
// fail. Main thread only: the kernel ends the child with the thread that started it.
class ChildProcess : public QObject {
    Q_OBJECT
public:
    // The pid file's folder exists by the first start.
    explicit ChildProcess(const QString &pidFile, QObject *parent = nullptr);
    ~ChildProcess() override;

    // Only while none runs. What an earlier life of this service left running is ended first, however long it takes.
    void start(const QString &program, const QStringList &arguments, const QProcessEnvironment &environment);
    // Does so ahead of a start, without waiting for its end. Whether there was one.
    bool killStale();
    // SIGTERM, and SIGKILL if it is still there after 2 s; ended() follows unless none runs.
    void terminate();
    void kill();
    // From start() to ended().
    bool isActive() const { return m_active; }
    // 0 while there is no process.
    qint64 pid() const { return m_process.processId(); }

Q_SIGNALS:
    void started();
    // One line of its output, of both channels, without the line break.
    void line(const QByteArray &text);
    // It is gone, or could not be started; `how` says it for people.
    void ended(const QString &how);

private:
    void endStale();
    void launch();
    void onStarted();
    void onReadyRead();
    void onFinished(int exitCode, QProcess::ExitStatus status);
    void onError(QProcess::ProcessError error);
    void finish(const QString &how);

    PidFile m_pidFile;
    QProcess m_process;
    QTimer m_staleTimer;
    QTimer m_killTimer;
    QByteArray m_partialLine;
    bool m_active = false;
};

}  // namespace cs
