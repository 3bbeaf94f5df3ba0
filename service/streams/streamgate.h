#pragma once

#include <atomic>
#include <optional>
#include <utility>
#include <vector>

#include <QHostAddress>
#include <QStringList>

#include "auth/accesspolicy.h"
#include "auth/sessionview.h"
#include "auth/tickets.h"
#include "mediamtx/streamauthority.h"
#include "streams/admission.h"

namespace cs {

// How StreamGate treats addresses without a token, and whom it never takes for one client.
struct StreamGateOptions {
    enum class PlainUrls {
        // They play from an address that holds a signed-in socket with the right to that camera.
        SignedInAddress,
        Denied,
        Open,
    };
    PlainUrls plainUrls = PlainUrls::SignedInAddress;
    // Addresses or networks (10.0.0.0/8) of proxies: many clients share them.
    QStringList trustedProxies;
};

// Says which outsider may watch what, from the rights of this very moment. Holds no state of its own; thread-safe, so
// that MediaMTX never waits for the service thread.
class StreamGate final : public StreamAuthority {
public:
    // All references outlive this object.
    StreamGate(const SessionView &sessions, const Tickets &tickets, const AccessPolicy &policy,
               const StreamGateOptions &options);

    // Thread-safe; null: nobody. Outlives the requests that are under way.
    void setObserver(AdmissionObserver *observer) { m_observer = observer; }

    // Outsiders may read cameras and nothing else. Who shows a token is judged by that token alone.
    bool admit(const StreamRequest &request) override;

private:
    // By whose rights the request is let in (see Admission::holders); nothing: refused.
    std::optional<std::vector<Principal>> holdersOf(const StreamRequest &request, CameraId camera) const;
    std::optional<std::vector<Principal>> plainHolders(const QString &ip, CameraId camera) const;
    bool isTrustedProxy(const QHostAddress &address) const;

    const SessionView &m_sessions;
    const Tickets &m_tickets;
    const AccessPolicy &m_policy;
    const StreamGateOptions::PlainUrls m_plainUrls;
    std::vector<std::pair<QHostAddress, int>> m_proxies;
    std::atomic<AdmissionObserver *> m_observer = nullptr;
};

}  // namespace cs
