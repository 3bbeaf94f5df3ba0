#pragma once

#include <map>
#include <memory>

#include <QByteArray>
#include <QObject>
#include <QProcess>
#include <QSocketNotifier>
#include <QTemporaryDir>

namespace cs {

// One run of the real cameractl in an empty folder, without what the tester's environment says about a service; with
// its in- and outputs as pipes, or on a terminal of its own. Lives on the test's thread, whose event loop goes on, so
// that a fake service there can answer.
class ProgramRun : public QObject {
    Q_OBJECT
public:
    enum class On { Pipes, Terminal };

    explicit ProgramRun(On on = On::Pipes);
    ~ProgramRun() override;

    QString folder() const { return m_folder.path(); }
    void setVariable(const QString &name, const QString &value) { m_variables[name] = value; }
    // Instead of into `out`.
    void sendResultTo(const QString &file) { m_process.setStandardOutputFile(file); }
    void start(const QStringList &arguments, const QByteArray &input = {});
    // Types on the terminal.
    void type(const QByteArray &text);
    void interrupt();
    bool waitForEnd();

    // -1 while it runs, -2 if it crashed.
    int exitCode() const { return m_exitCode; }
    // On a terminal everything comes here, with \r\n.
    QByteArray out;
    QByteArray err;

private:
    void openTerminal();
    void readTerminal();

    QTemporaryDir m_folder;
    On m_on;
    std::map<QString, QString> m_variables;
    QProcess m_process;
    int m_terminal = -1;
    std::unique_ptr<QSocketNotifier> m_notifier;
    int m_exitCode = -1;
};

}  // namespace cs
