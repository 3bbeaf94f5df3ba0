#include "tls/tlsmaterial.h"

#include <gnutls/gnutls.h>

#include <QCryptographicHash>
#include <QDateTime>
#include <QSslCertificate>
#include <QSslCipher>
#include <QSslKey>

namespace cs {

namespace {

constexpr int MinRsaBits = 2048;
constexpr int MinEcBits = 256;

Error unusable(const QString &reason)
{
    return Error::internal(reason);
}

gnutls_datum_t datum(const QByteArray &bytes)
{
    // Read only; the C interface has no const.
    return {reinterpret_cast<unsigned char *>(const_cast<char *>(bytes.constData())),
            static_cast<unsigned>(bytes.size())};
}

// Whether both are readable and belong together.
std::optional<QString> pairProblem(const QByteArray &certificatePem, const QByteArray &keyPem)
{
    gnutls_certificate_credentials_t raw = nullptr;
    if (gnutls_certificate_allocate_credentials(&raw) < 0)
        return QStringLiteral("out of memory");
    const std::unique_ptr<gnutls_certificate_credentials_st, decltype(&gnutls_certificate_free_credentials)> owner(
        raw, &gnutls_certificate_free_credentials);
    const gnutls_datum_t certificate = datum(certificatePem);
    const gnutls_datum_t key = datum(keyPem);
    const int result = gnutls_certificate_set_x509_key_mem2(raw, &certificate, &key, GNUTLS_X509_FMT_PEM, nullptr, 0);
    if (result >= 0)
        return std::nullopt;
    if (result == GNUTLS_E_CERTIFICATE_KEY_MISMATCH)
        return QStringLiteral("the key does not belong to the certificate");
    return QStringLiteral("certificate or key cannot be read (%1)")
        .arg(QString::fromUtf8(gnutls_strerror(result)).toLower());
}

Result<QSslKey> keyOf(const QByteArray &pem)
{
    if (pem.contains("ENCRYPTED"))
        return unusable(QStringLiteral("the key is encrypted; take the passphrase off it"));
    for (const QSsl::KeyAlgorithm algorithm : {QSsl::Ec, QSsl::Rsa}) {
        QSslKey key(pem, algorithm);
        if (key.isNull())
            continue;
        const int least = algorithm == QSsl::Rsa ? MinRsaBits : MinEcBits;
        if (key.length() < least)
            return unusable(QStringLiteral("the key has %1 bits; %2 are needed").arg(key.length()).arg(least));
        return key;
    }
    return unusable(QStringLiteral("the key is neither RSA nor of an elliptic curve"));
}

QList<QSslCipher> strongCiphers()
{
    QList<QSslCipher> strong;
    const QList<QSslCipher> all = QSslConfiguration::supportedCiphers();
    for (const QSslCipher &cipher : all) {
        const QString name = cipher.name();
        const bool secret = name.startsWith(u"ECDHE-") || name.startsWith(u"TLS_");
        if (secret && (name.contains(u"GCM") || name.contains(u"CHACHA20")))
            strong << cipher;
    }
    return strong;
}

QSslConfiguration configurationFor(const QList<QSslCertificate> &chain, const QSslKey &key)
{
    QSslConfiguration configuration;
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    configuration.setLocalCertificateChain(chain);
    configuration.setPrivateKey(key);
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    // Else each connection would load those of the system.
    configuration.setCaCertificates({});
    configuration.setCiphers(strongCiphers());
    // Each connection has a context of its own, so that no session is ever resumed.
    configuration.setSslOption(QSsl::SslOptionDisableSessionTickets, true);
    return configuration;
}

}  // namespace

Result<std::shared_ptr<const TlsMaterial>> makeTlsMaterial(const QByteArray &certificatePem, const QByteArray &keyPem)
{
    const auto key = keyOf(keyPem);
    if (!key)
        return key.error();
    if (const auto problem = pairProblem(certificatePem, keyPem))
        return unusable(*problem);
    const QList<QSslCertificate> chain = QSslCertificate::fromData(certificatePem, QSsl::Pem);
    if (chain.isEmpty() || chain.first().isNull())
        return unusable(QStringLiteral("there is no certificate in the file"));
    auto material = std::make_shared<TlsMaterial>();
    material->configuration = configurationFor(chain, *key);
    material->certificatePem = certificatePem;
    material->keyPem = keyPem;
    material->fingerprint = QString::fromLatin1(chain.first().digest(QCryptographicHash::Sha256).toHex());
    material->names = chain.first().subjectAlternativeNames().values();
    material->notAfter = Timestamp(std::chrono::milliseconds(chain.first().expiryDate().toMSecsSinceEpoch()));
    return std::shared_ptr<const TlsMaterial>(std::move(material));
}

}  // namespace cs
