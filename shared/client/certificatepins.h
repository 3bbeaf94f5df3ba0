#pragma once

#include <QMap>
#include <QString>

namespace cs {

// Which certificates a person accepted although nobody vouches for them. A fingerprint is the SHA-256 of the
// certificate in lower case hex; an endpoint is ServerAddress::key(). Used on one thread.
class CertificatePins {
public:
    virtual ~CertificatePins() = default;
    // Empty: none.
    virtual QString pin(const QString &endpoint) const = 0;
    // Replaces the one before; empty forgets it.
    virtual void setPin(const QString &endpoint, const QString &fingerprint) = 0;
};

// Pins of this run of the program.
class MemoryPins final : public CertificatePins {
public:
    QString pin(const QString &endpoint) const override { return m_pins.value(endpoint); }
    void setPin(const QString &endpoint, const QString &fingerprint) override { m_pins[endpoint] = fingerprint; }

private:
    QMap<QString, QString> m_pins;
};

// AB:CD:..., in lines of sixteen pairs: to be compared by eye.
QString fingerprintText(const QString &fingerprint);

}  // namespace cs
