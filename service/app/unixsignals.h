#pragma once

#include <QObject>

class QSocketNotifier;

namespace cs {

// What SIGTERM, SIGINT and SIGHUP mean before a UnixSignals takes over and after it: the process ends with exit code 0, at
// once, since there is nothing that would have to be ended in order.
void endAtOnceOnSignals();

// Turns SIGTERM, SIGINT and SIGHUP (the end of the terminal) into a Qt signal, through a pipe. Service thread; one at a
// time. No signal is blocked, since a mask would be inherited by MediaMTX and ffmpeg, which could then not be asked to
// end.
class UnixSignals : public QObject {
    Q_OBJECT

public:
    explicit UnixSignals(QObject *parent = nullptr);
    ~UnixSignals() override;

Q_SIGNALS:
    void terminationRequested();

private:
    void onReadable();

    int m_readEnd = -1;
    int m_writeEnd = -1;
    QSocketNotifier *m_notifier = nullptr;
};

}  // namespace cs
