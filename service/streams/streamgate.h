#pragma once

#include <QSet>
#include <QString>
#include <QStringList>

#include "auth/accesspolicy.h"
#include "mediamtx/streamauthority.h"

namespace cs {

class SessionView;
class Tickets;

struct StreamGateOptions {
    // Who may play an address that carries no token.
    enum class PlainUrls {
        // Whose address holds a signed-in socket with the right to that camera.
        SignedInAddress,
        Denied,
        Open,
    };
    PlainUrls plainUrls = PlainUrls::SignedInAddress;
    // A proxy's address stands for many clients, so it never counts as one that signed in.
    QStringList trustedProxies;
};

// Decides who of the outsiders may watch a camera. Nobody of them may publish, and no path but the cameras' own exists
// for them. Immutable, answers from thread-safe views: for any thread.
class StreamGate final : public StreamAuthority {
public:
    // All outlive this object.
    StreamGate(const SessionView &sessions, const Tickets &tickets, const AccessPolicy &policy, const StreamGateOptions &options);

    bool admit(const StreamRequest &request) override;

private:
    bool mayPlayPlain(const QString &address, CameraId camera) const;

    const SessionView &m_sessions;
    const Tickets &m_tickets;
    const AccessPolicy &m_policy;
    StreamGateOptions::PlainUrls m_plainUrls;
    QSet<QString> m_proxies;
};

}  // namespace cs
