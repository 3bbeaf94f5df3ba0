#include "client/pinnedtls.h"

#include <QCryptographicHash>
#include <QNetworkReply>
#include <QSslCertificate>
#include <QSslConfiguration>

#include "client/trouble.h"

namespace cs {

PinnedTls::PinnedTls(const CertificatePins &pins, ServerAddress server) : m_pins(&pins), m_server(std::move(server)) {}

QString PinnedTls::fingerprint(const QSslCertificate &certificate)
{
    if (certificate.isNull())
        return {};
    return QString::fromLatin1(certificate.digest(QCryptographicHash::Sha256).toHex());
}

std::optional<Error> PinnedTls::check(const QString &host, quint16 port, const QSslCertificate &shown) const
{
    const QString seen = fingerprint(shown);
    const QString pinned = pinFor(host, port);
    const QString place = QStringLiteral("%1:%2").arg(host).arg(port);
    if (seen.isEmpty()) {
        return certificateError(QStringLiteral("%1 showed no certificate").arg(place), {}, Trouble::TlsFailed, {});
    }
    if (pinned.isEmpty()) {
        return certificateError(QStringLiteral("nobody vouches for the certificate of %1").arg(place),
                                QStringLiteral("compare its fingerprint with that of the service, and accept it"),
                                Trouble::CertificateUnknown, seen);
    }
    if (seen != pinned) {
        return certificateError(
            QStringLiteral("%1 shows another certificate than the one that was accepted; somebody may be listening in")
                .arg(place),
            QStringLiteral("ask whoever runs the service whether it was renewed"), Trouble::CertificateChanged, seen);
    }
    return std::nullopt;
}

void PinnedTls::watch(QNetworkReply &reply) const
{
    QObject::connect(&reply, &QNetworkReply::sslErrors, &reply, [self = *this, &reply](const QList<QSslError> &) {
        const QUrl url = reply.url();
        const auto error = self.check(url.host(), static_cast<quint16>(url.port(443)),
                                      reply.sslConfiguration().peerCertificate());
        if (error)
            reply.setProperty(certificateProblem, QVariant::fromValue(*error));
        else
            reply.ignoreSslErrors();
    });
}

std::optional<Error> PinnedTls::problemOf(const QNetworkReply &reply)
{
    const QVariant problem = reply.property(certificateProblem);
    return problem.isValid() ? std::optional(problem.value<Error>()) : std::nullopt;
}

QString PinnedTls::pinFor(const QString &host, quint16 port) const
{
    ServerAddress place;
    place.host = host;
    place.port = port;
    const QString own = m_pins->pin(place.key());
    if (!own.isEmpty() || host.compare(m_server.host, Qt::CaseInsensitive) != 0)
        return own;
    return m_pins->pin(m_server.key());
}

}  // namespace cs
