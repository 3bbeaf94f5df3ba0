#pragma once

#include <chrono>
#include <functional>
#include <map>

#include <QByteArray>
#include <QDeadlineTimer>
#include <QObject>
#include <QString>
#include <QTimer>

#include "base/result.h"

namespace cs {

// The calls that wait for their answer, each with its deadline. Whatever happens, each is answered exactly once: by
// the service, by its deadline, by failAll(), or at destruction. Lives on its client's thread.
class PendingCalls : public QObject {
    Q_OBJECT
public:
    // Gets the JSON text of the result.
    using Answer = std::function<void(Result<QByteArray>)>;

    PendingCalls();
    ~PendingCalls() override;

    // Gives the id under which the call goes out.
    qint64 add(const QString &method, std::chrono::milliseconds timeout, Answer answer);
    // False if no such call waits (any more): its answer came after the deadline, or was never asked for.
    bool finish(qint64 id, Result<QByteArray> result);
    void failAll(const Error &error);
    qsizetype count() const { return static_cast<qsizetype>(m_calls.size()); }

private:
    struct Call {
        QString method;
        std::chrono::milliseconds timeout;
        QDeadlineTimer deadline;
        Answer answer;
    };
    void expire();
    void arm();

    std::map<qint64, Call> m_calls;
    qint64 m_lastId = 0;
    QTimer m_timer;
};

}  // namespace cs
