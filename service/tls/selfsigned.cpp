#include "tls/selfsigned.h"

#include <arpa/inet.h>
#include <ctime>
#include <gnutls/x509.h>
#include <memory>

#include <QRandomGenerator>
#include <QSet>
#include <QSslCertificate>

namespace cs {

namespace {

constexpr char Organisation[] = "camera-service self-signed";
constexpr std::chrono::hours Validity{24 * 825};
// For clients whose clock is behind ours.
constexpr std::chrono::hours Grace{24};

using KeyHandle = std::unique_ptr<gnutls_x509_privkey_int, decltype(&gnutls_x509_privkey_deinit)>;
using CertificateHandle = std::unique_ptr<gnutls_x509_crt_int, decltype(&gnutls_x509_crt_deinit)>;

KeyHandle newKey()
{
    gnutls_x509_privkey_t key = nullptr;
    const bool made =
        gnutls_x509_privkey_init(&key) >= 0
        && gnutls_x509_privkey_generate(key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0) >= 0;
    KeyHandle handle(key, &gnutls_x509_privkey_deinit);
    return made ? std::move(handle) : KeyHandle(nullptr, &gnutls_x509_privkey_deinit);
}

std::time_t seconds(Timestamp time)
{
    return std::chrono::system_clock::to_time_t(std::chrono::time_point_cast<std::chrono::seconds>(time));
}

QByteArray commonName(const QStringList &names)
{
    // RFC 5280, appendix A.1: 64 characters at most.
    constexpr qsizetype longest = 64;
    const QByteArray first = names.isEmpty() ? QByteArray("localhost") : names.first().toUtf8();
    return first.size() <= longest ? first : QByteArray("camera-service");
}

bool setSubject(gnutls_x509_crt_t certificate, const QByteArray &name)
{
    const auto set = [certificate](const char *oid, const QByteArray &value) {
        return gnutls_x509_crt_set_dn_by_oid(certificate, oid, 0, value.constData(),
                                             static_cast<unsigned>(value.size()))
               >= 0;
    };
    return set(GNUTLS_OID_X520_ORGANIZATION_NAME, Organisation) && set(GNUTLS_OID_X520_COMMON_NAME, name);
}

bool addName(gnutls_x509_crt_t certificate, const QString &name)
{
    const QByteArray text = name.toLatin1();
    unsigned char address[sizeof(in6_addr)];
    gnutls_x509_subject_alt_name_t kind = GNUTLS_SAN_IPADDRESS;
    const void *data = address;
    unsigned size = 0;
    if (::inet_pton(AF_INET, text.constData(), address) == 1) {
        size = sizeof(in_addr);
    } else if (::inet_pton(AF_INET6, text.constData(), address) == 1) {
        size = sizeof(in6_addr);
    } else {
        kind = GNUTLS_SAN_DNSNAME;
        data = text.constData();
        size = static_cast<unsigned>(text.size());
    }
    return gnutls_x509_crt_set_subject_alt_name(certificate, kind, data, size, GNUTLS_FSAN_APPEND) >= 0;
}

// No key usage: with one that does not allow signing certificates, OpenSSL would not take this one for self-signed, and
// clients could not be told to trust it.
bool setUse(gnutls_x509_crt_t certificate, Timestamp now)
{
    unsigned char serial[16];
    for (unsigned char &byte : serial)
        byte = static_cast<unsigned char>(QRandomGenerator::system()->bounded(256));
    serial[0] &= 0x7f;  // positive
    return gnutls_x509_crt_set_version(certificate, 3) >= 0
           && gnutls_x509_crt_set_serial(certificate, serial, sizeof serial) >= 0
           && gnutls_x509_crt_set_activation_time(certificate, seconds(now - Grace)) >= 0
           && gnutls_x509_crt_set_expiration_time(certificate, seconds(now + Validity - Grace)) >= 0
           && gnutls_x509_crt_set_basic_constraints(certificate, 0, -1) >= 0
           && gnutls_x509_crt_set_key_purpose_oid(certificate, GNUTLS_KP_TLS_WWW_SERVER, 0) >= 0;
}

QByteArray takeDatum(gnutls_datum_t datum)
{
    QByteArray bytes(reinterpret_cast<const char *>(datum.data), datum.size);
    gnutls_memset(datum.data, 0, datum.size);
    gnutls_free(datum.data);
    return bytes;
}

Error cannotMake()
{
    return Error::internal(QStringLiteral("cannot make a self-signed certificate"));
}

}  // namespace

Result<PemPair> makeSelfSigned(const QStringList &names, Timestamp now)
{
    const KeyHandle key = newKey();
    gnutls_x509_crt_t raw = nullptr;
    if (!key || gnutls_x509_crt_init(&raw) < 0)
        return cannotMake();
    const CertificateHandle certificate(raw, &gnutls_x509_crt_deinit);
    if (!setUse(raw, now) || !setSubject(raw, commonName(names)))
        return cannotMake();
    for (const QString &name : names) {
        if (!addName(raw, name))
            return cannotMake();
    }
    gnutls_datum_t certificatePem{};
    gnutls_datum_t keyPem{};
    if (gnutls_x509_crt_set_key(raw, key.get()) < 0
        || gnutls_x509_crt_sign2(raw, raw, key.get(), GNUTLS_DIG_SHA256, 0) < 0
        || gnutls_x509_crt_export2(raw, GNUTLS_X509_FMT_PEM, &certificatePem) < 0)
        return cannotMake();
    PemPair pair{takeDatum(certificatePem), {}};
    if (gnutls_x509_privkey_export2_pkcs8(key.get(), GNUTLS_X509_FMT_PEM, nullptr, GNUTLS_PKCS_PLAIN, &keyPem) < 0)
        return cannotMake();
    pair.key = takeDatum(keyPem);
    return pair;
}

bool isSelfSignedByUs(const QByteArray &certificatePem)
{
    const auto chain = QSslCertificate::fromData(certificatePem, QSsl::Pem);
    return chain.size() == 1 && chain.first().isSelfSigned()
           && chain.first().subjectInfo(QSslCertificate::Organization).contains(QLatin1String(Organisation));
}

QStringList namesMissing(const QByteArray &certificatePem, const QStringList &names)
{
    const auto chain = QSslCertificate::fromData(certificatePem, QSsl::Pem);
    if (chain.isEmpty())
        return names;
    QSet<QString> present;
    const auto entries = chain.first().subjectAlternativeNames();
    for (const QString &entry : entries)
        present.insert(entry.toLower());
    QStringList missing;
    for (const QString &name : names) {
        if (!present.contains(name.toLower()))
            missing << name;
    }
    return missing;
}

}  // namespace cs
