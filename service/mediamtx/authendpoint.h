#pragma once

#include <chrono>
#include <memory>
#include <unordered_map>

#include <QByteArray>
#include <QString>

#include "base/result.h"
#include "mediamtx/internaltokens.h"
#include "mediamtx/streamauthority.h"

struct MHD_Connection;
struct MHD_Daemon;

namespace cs {

// Where MediaMTX asks whom it may let in: an HTTP listener on 127.0.0.1 behind a random path. Owns one thread, on
// which it asks the tokens and the authority; MediaMTX waits for the answer before it does anything else.
class AuthEndpoint {
public:
    // From the connection to its answer. MediaMTX needs milliseconds; who takes longer holds a place that is not his.
    static constexpr std::chrono::milliseconds Deadline{5000};

    // `tokens` and `authority` outlive this object.
    AuthEndpoint(InternalTokens &tokens, StreamAuthority &authority, std::chrono::milliseconds deadline = Deadline);
    ~AuthEndpoint();
    AuthEndpoint(const AuthEndpoint &) = delete;
    AuthEndpoint &operator=(const AuthEndpoint &) = delete;

    // `port` 0 takes a free one. Fails with one sentence when the port is taken.
    Result<Done> listen(quint16 port);
    // Nobody new gets in from now on. Stop MediaMTX first.
    void close();
    // Where MediaMTX asks; a secret. Valid after listen().
    QByteArray url() const;
    quint16 port() const { return m_port; }

private:
    friend struct AuthEndpointCallbacks;
    struct Held {
        int socket = -1;
        std::chrono::steady_clock::time_point since;
    };
    bool decide(const QByteArray &body);
    bool mayConnect();

    InternalTokens &m_tokens;
    StreamAuthority &m_authority;
    const QByteArray m_path;
    quint16 m_port = 0;
    MHD_Daemon *m_daemon = nullptr;
    const std::chrono::milliseconds m_deadline;
    // Of the library's thread alone.
    std::unordered_map<MHD_Connection *, Held> m_connections;
};

// The request in MediaMTX's JSON; nothing if it is something else.
std::optional<StreamRequest> toStreamRequest(const QByteArray &body);

}  // namespace cs
