#pragma once

#include <functional>
#include <map>
#include <memory>

#include <QObject>

#include "net/addressbuckets.h"
#include "transport/frontoptions.h"
#include "transport/tlsarrival.h"

namespace cs {

// Takes sockets that begin with TLS and hands them on when their handshake is done and their request head is there. A
// slow or silent one holds up nobody. Front thread only; owns the handshakes under way.
class TlsDoor : public QObject {
    Q_OBJECT
public:
    // Of an arrival that is Ready or HeadTooLong; it is gone afterwards.
    using Handler = std::function<void(TlsArrival &, TlsArrival::Outcome)>;

    TlsDoor(const FrontTls &options, qsizetype maxHeadBytes, std::chrono::milliseconds deadline, Handler handler);
    ~TlsDoor() override;

    // Closes it if there is no certificate to show, or if its party begins too many. An empty party is not counted.
    void take(UniqueFd socket, const SocketEnd &peer, const QString &party);
    // Drops what is under way.
    void close();
    size_t underWay() const { return m_arrivals.size(); }

private:
    struct UnderWay {
        std::unique_ptr<TlsArrival> arrival;
        QString party;
    };
    void makeRoomFor(const QString &party);
    void onDecided(quint64 number, TlsArrival::Outcome outcome);

    const FrontTls &m_options;
    const qsizetype m_maxHeadBytes;
    const std::chrono::milliseconds m_deadline;
    Handler m_handler;
    // By arrival, so the first one is the oldest.
    std::map<quint64, UnderWay> m_arrivals;
    AddressBuckets m_begun;
    quint64 m_lastNumber = 0;
};

}  // namespace cs
