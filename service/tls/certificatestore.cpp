#include "tls/certificatestore.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <QSslCertificate>

#include "tls/hostnames.h"
#include "tls/logging.h"

namespace cs {

namespace {

using namespace std::chrono_literals;

constexpr std::chrono::hours RenewBefore{24 * 30};
constexpr std::chrono::milliseconds FirstRenewalPause = 1min;
constexpr std::chrono::milliseconds LongestRenewalPause = 6h;

CertificateFiles filesOf(const CertificateOptions &options)
{
    if (!options.certificateFile.isEmpty())
        return {options.certificateFile, options.keyFile};
    return {options.folder + QStringLiteral("/cert.pem"), options.folder + QStringLiteral("/key.pem")};
}

// Tells one state of the files from another; holds nothing of the key.
QByteArray markOf(const Result<PemPair> &pair)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!pair) {
        hash.addData(pair.error().message.toUtf8());
    } else {
        hash.addData(QByteArray::number(pair->certificate.size()) + ' ');
        hash.addData(pair->certificate);
        hash.addData(pair->key);
    }
    return hash.result();
}

Error cannotServe(const CertificateFiles &files, const QString &reason)
{
    return Error::internal(QStringLiteral("the TLS certificate %1 with the key %2 cannot be used: %3")
                               .arg(files.certificate, files.key, reason));
}

}  // namespace

// What current() hands out; shared with the sources.
struct CertificateStore::Shelf {
    mutable std::mutex mutex;
    std::shared_ptr<const TlsMaterial> material;

    std::shared_ptr<const TlsMaterial> get() const
    {
        const std::lock_guard lock(mutex);
        return material;
    }
    void put(std::shared_ptr<const TlsMaterial> fresh)
    {
        const std::lock_guard lock(mutex);
        material = std::move(fresh);
    }
};

CertificateStore::CertificateStore(const CertificateOptions &options, const Clock &clock, QObject *parent)
    : QObject(parent),
      m_options(options),
      m_clock(clock),
      m_files(filesOf(options)),
      m_shelf(std::make_shared<Shelf>())
{
    m_poll.setInterval(m_options.pollInterval);
    // Certificate and key are two files: the second one is on its way when the first one has changed.
    m_settle.setSingleShot(true);
    m_settle.setInterval(std::min<std::chrono::milliseconds>(500ms, m_options.pollInterval));
    const auto soon = [this] {
        if (!m_settle.isActive())
            m_settle.start();
    };
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, soon);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, soon);
    connect(&m_settle, &QTimer::timeout, this, &CertificateStore::check);
    connect(&m_poll, &QTimer::timeout, this, &CertificateStore::check);
}

CertificateStore::~CertificateStore() = default;

Result<Done> CertificateStore::load()
{
    const auto pair = isOwn() ? ownPair() : readPair(m_files);
    if (!pair)
        return pair.error();
    m_seen = markOf(pair);
    if (auto adopted = adopt(*pair); !adopted)
        return adopted;
    if (isOpenToOthers(m_files.key))
        qCWarning(lcTls).noquote() << "every user of this host may read the TLS key" << m_files.key
                                   << "; chmod 0600 it, and replace it if somebody may have read it";
    watch();
    m_poll.start();
    return Done{};
}

std::shared_ptr<const TlsMaterial> CertificateStore::current() const
{
    return m_shelf->get();
}

TlsSource CertificateStore::source() const
{
    return [shelf = m_shelf] { return shelf->get(); };
}

// The pair in our own folder: whose it is decides whether it may be replaced.
Result<PemPair> CertificateStore::ownPair()
{
    const bool foreign = [this] {
        QFile file(m_files.certificate);
        return file.open(QIODevice::ReadOnly) && !isSelfSignedByUs(file.read(1024 * 1024));
    }();
    auto pair = readPair(m_files);
    if (foreign)
        return pair;
    if (!pair)
        return renew(QStringLiteral("there is none yet"));
    if (!makeTlsMaterial(pair->certificate, pair->key))
        return renew(QStringLiteral("the key does not fit"));
    // A wrong name in the configuration ends the start; a full disk does not, since the old pair can be shown.
    if (const auto names = allNames(); !names)
        return names.error();
    renewIfDue(*pair);
    return pair;
}

// Why a self-signed certificate should be made anew; empty if it should not.
QString CertificateStore::renewalDue(const QByteArray &certificatePem) const
{
    const auto chain = QSslCertificate::fromData(certificatePem, QSsl::Pem);
    const Timestamp notAfter(
        std::chrono::milliseconds(chain.isEmpty() ? 0 : chain.first().expiryDate().toMSecsSinceEpoch()));
    if (notAfter - m_clock.now() < RenewBefore)
        return QStringLiteral("the old one ends at %1").arg(toIso(notAfter));
    QStringList wanted;
    for (const QString &name : m_options.names)
        wanted << normalName(name);
    const QStringList missing = namesMissing(certificatePem, wanted);
    return missing.isEmpty()
               ? QString()
               : QStringLiteral("the old one does not stand for %1").arg(missing.join(QStringLiteral(", ")));
}

// This machine's and those of the configuration.
Result<QStringList> CertificateStore::allNames() const
{
    QStringList names = hostNames();
    for (const QString &text : m_options.names) {
        const QString name = normalName(text);
        if (name.isEmpty())
            return Error::internal(QStringLiteral("tls.names: '%1' is neither a host name nor an address").arg(text));
        if (!names.contains(name))
            names << name;
    }
    return names;
}

Result<PemPair> CertificateStore::renew(const QString &why)
{
    const auto names = allNames();
    if (!names)
        return names.error();
    const auto pair = makeSelfSigned(*names, m_clock.now());
    if (!pair)
        return pair;
    if (const auto written = writePair(m_files, *pair); !written)
        return written.error();
    qCInfo(lcTls).noquote() << "made a self-signed TLS certificate," << m_files.certificate << "because" << why;
    return pair;
}

Result<Done> CertificateStore::adopt(const PemPair &pair)
{
    auto material = makeTlsMaterial(pair.certificate, pair.key);
    if (!material)
        return cannotServe(m_files, material.error().message);
    m_shelf->put(*material);
    qCInfo(lcTls).noquote() << "TLS certificate" << m_files.certificate << "valid until" << toIso((*material)->notAfter)
                            << "SHA-256" << (*material)->fingerprint;
    if ((*material)->notAfter < m_clock.now())
        qCWarning(lcTls).noquote() << "the TLS certificate" << m_files.certificate
                                   << "has expired; put a new one there";
    return Done{};
}

// What keeps a file from being written (a full disk, one that can only be read) stays for a while, and there are weeks
// left: so not at each look, and with one word only for each cause.
void CertificateStore::renewIfDue(PemPair &pair)
{
    const QString due = renewalDue(pair.certificate);
    if (due.isEmpty())
        m_renewal = {};
    const auto now = m_clock.steady();
    if (due.isEmpty() || now < m_renewal.next)
        return;
    auto renewed = renew(due);
    if (renewed) {
        m_renewal = {};
        pair = std::move(*renewed);
        return;
    }
    m_renewal.pause = std::clamp(2 * m_renewal.pause, FirstRenewalPause, LongestRenewalPause);
    m_renewal.next = now + m_renewal.pause;
    if (m_renewal.failure == renewed.error().message)
        return;
    m_renewal.failure = renewed.error().message;
    qCWarning(lcTls).noquote() << "the TLS certificate cannot be renewed, though" << due << ":" << m_renewal.failure
                               << "; it is tried again, and the old one kept";
}

void CertificateStore::check()
{
    watch();
    auto pair = readPair(m_files);
    if (isOwn() && pair && isSelfSignedByUs(pair->certificate))
        renewIfDue(*pair);
    const QByteArray seen = markOf(pair);
    if (seen == m_seen)
        return;
    const auto before = current();
    const auto adopted = pair ? adopt(*pair) : Result<Done>(pair.error());
    m_seen = seen;
    if (!adopted)
        qCWarning(lcTls).noquote() << adopted.error().message << "; the old certificate is kept";
    if (adopted && before != current())
        Q_EMIT changed();
}

// A file that was replaced is not watched any more, and one that is not there cannot be; its folder can.
void CertificateStore::watch()
{
    QStringList paths;
    for (const QString &file : {m_files.certificate, m_files.key})
        paths << file << QFileInfo(file).absolutePath();
    paths.removeDuplicates();
    const QStringList watched = m_watcher.files() + m_watcher.directories();
    for (const QString &path : paths) {
        if (!watched.contains(path) && QFileInfo::exists(path))
            m_watcher.addPath(path);
    }
}

}  // namespace cs

#include "moc_certificatestore.cpp"
