#pragma once

#include <optional>

#include <QList>
#include <QObject>
#include <QSslError>

#include "base/error.h"
#include "client/certificatepins.h"
#include "client/serveraddress.h"

class QNetworkReply;
class QSslCertificate;

namespace cs {

// Decides about certificates that the system does not trust: good if pinned for that endpoint. The HTTP port of a
// service shows the same certificate as its WebSocket port, so the server's pin counts for all ports of its host.
// Immutable; used on one thread; the pins outlive it.
class PinnedTls {
public:
    PinnedTls(const CertificatePins &pins, ServerAddress server);

    // Nothing if it is pinned; else Trouble::CertificateUnknown, CertificateChanged or TlsFailed.
    std::optional<Error> check(const QString &host, quint16 port, const QSslCertificate &shown) const;
    // Lets a pinned certificate pass for this request. To be called before the event loop runs on.
    void watch(QNetworkReply &reply) const;

    // What was wrong with the certificate of a request that was watched.
    static std::optional<Error> problemOf(const QNetworkReply &reply);

    static QString fingerprint(const QSslCertificate &certificate);

private:
    QString pinFor(const QString &host, quint16 port) const;

    static constexpr const char *certificateProblem = "certificateProblem";

    const CertificatePins *m_pins;
    ServerAddress m_server;
};

}  // namespace cs
