#pragma once

#include <QObject>

class QSocketNotifier;

namespace cs {

// Turns SIGTERM and SIGINT into a Qt signal (signalfd). Construct it before any thread starts, so that all of them
// inherit the blocked mask. Service thread.
class UnixSignals : public QObject {
    Q_OBJECT

public:
    explicit UnixSignals(QObject *parent = nullptr);
    ~UnixSignals() override;

    // Children must not inherit the mask; call it between fork and exec.
    static void unblockInChild();

Q_SIGNALS:
    void terminationRequested();

private:
    void onReadable();

    int m_fd = -1;
    QSocketNotifier *m_notifier = nullptr;
};

}  // namespace cs
