#pragma once

#include <chrono>
#include <memory>
#include <mutex>

#include <QFileSystemWatcher>
#include <QObject>
#include <QStringList>
#include <QTimer>

#include "base/result.h"
#include "base/time.h"
#include "tls/certificatefiles.h"
#include "tls/tlsmaterial.h"

namespace cs {

struct CertificateOptions {
    // Where cert.pem and key.pem are kept if no others are named: self-signed ones, unless somebody put his own there.
    QString folder;
    // A pair from elsewhere; both or none.
    QString certificateFile;
    QString keyFile;
    // Names and addresses a self-signed certificate stands for, besides those found on this host.
    QStringList names;
    std::chrono::milliseconds pollInterval{60'000};
};

// Keeps the certificate this service shows, follows its files as they change, and renews a self-signed one when it has
// less than 30 days left; where that fails it tries again after pauses that grow to hours. Service thread; current() and
// source() are thread-safe.
class CertificateStore : public QObject {
    Q_OBJECT
public:
    // `clock` outlives this object.
    CertificateStore(const CertificateOptions &options, const Clock &clock, QObject *parent = nullptr);
    ~CertificateStore() override;

    // Reads the pair, or makes one, and follows it from now on. Fails with a sentence for the operator.
    Result<Done> load();
    // Null before load().
    std::shared_ptr<const TlsMaterial> current() const;
    // The same as a function; may outlive this object.
    TlsSource source() const;
    // Looks whether the files have changed; it does so by itself as well.
    void check();

Q_SIGNALS:
    // current() is another one. What is connected with the old one stays.
    void changed();

private:
    struct Shelf;

    bool isOwn() const { return m_options.certificateFile.isEmpty(); }
    Result<PemPair> ownPair();
    Result<QStringList> allNames() const;
    Result<PemPair> renew(const QString &why);
    void renewIfDue(PemPair &pair);
    QString renewalDue(const QByteArray &certificatePem) const;
    Result<Done> adopt(const PemPair &pair);
    void watch();

    const CertificateOptions m_options;
    const Clock &m_clock;
    const CertificateFiles m_files;
    const std::shared_ptr<Shelf> m_shelf;
    QFileSystemWatcher m_watcher;
    QTimer m_poll;
    QTimer m_settle;
    // Of what was looked at last, good or bad.
    QByteArray m_seen;
    // Renewals that have failed since the last good one.
    struct Renewal {
        QString failure;
        std::chrono::milliseconds pause{0};
        std::chrono::steady_clock::time_point next;
    };
    Renewal m_renewal;
};

}  // namespace cs
