#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include <QByteArray>
#include <QHash>
#include <QObject>
#include <QString>

#include "base/result.h"
#include "transport/acceptloop.h"
#include "transport/peeraddress.h"
#include "transport/waitingsocket.h"

namespace cs {

struct AcceptorOptions {
    // An address, "localhost", or empty for all interfaces, IPv4 and IPv6.
    QString host;
    // 0: any free one.
    quint16 port = 0;
    // Connections the kernel holds until they are accepted.
    int backlog = 4096;
    PeekFor peekFor = PeekFor::RequestHead;
    qsizetype maxHeadBytes = 16 * 1024;
    std::chrono::milliseconds headDeadline{10'000};
    // Sockets that have not said yet what they are. Beyond it one is closed, so that silence cannot keep others out: of
    // the address that has most of them the one that has been silent for longest.
    size_t maxWaiting = 1024;
};

// A socket that was accepted and said what it is. Non-blocking, with every byte still in it.
struct Arrival {
    enum class Kind { Plain, Tls, HeadTooLong };
    UniqueFd socket;
    SocketEnd peer;
    Kind kind = Kind::Plain;
    // Up to and with its empty line; empty unless asked for.
    QByteArray head;
};

// Owns listening TCP sockets, and the accepted ones until their first bytes are there; then hands them to whoever serves
// them. Lives on the thread it is made on, which needs an event loop.
class Acceptor : public QObject {
    Q_OBJECT
public:
    using Handler = std::function<void(Arrival)>;

    explicit Acceptor(Handler handler, QObject *parent = nullptr);
    ~Acceptor() override;

    // Fails with a sentence for the operator, for example when the port is taken.
    Result<Done> listen(const AcceptorOptions &options);
    // Stops listening and drops what still waits.
    void close();
    // 0 unless it listens.
    quint16 port() const;
    size_t waiting() const { return m_waiting.size(); }

private:
    struct Waiting {
        std::unique_ptr<WaitingSocket> socket;
        QString network;
    };
    void onAccepted(UniqueFd socket);
    void makeRoom();
    std::unique_ptr<WaitingSocket> take(quint64 number);
    void onDecided(quint64 number, WaitingSocket::Outcome outcome);

    AcceptorOptions m_options;
    Handler m_handler;
    std::vector<std::unique_ptr<AcceptLoop>> m_loops;
    // By arrival, so the first one has waited for longest.
    std::map<quint64, Waiting> m_waiting;
    // How many wait, by network.
    QHash<QString, int> m_counts;
    quint64 m_lastNumber = 0;
};

}  // namespace cs
