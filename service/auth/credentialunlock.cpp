#include "auth/credentialunlock.h"

#include <algorithm>
#include <memory>

#include <QCoreApplication>

#include "auth/logging.h"

namespace cs {

namespace {

const QString checkKey = QStringLiteral("credentials_check");
constexpr QByteArrayView checkText = "camera-service";
constexpr QByteArrayView checkOwner = "key-check";

QString credentialName()
{
    return QStringLiteral("the systemd credential ") + QLatin1String(Secrets::CredentialName);
}

// Decides which keys are used, by what they open.
class Unlocking {
public:
    explicit Unlocking(CredentialUnlock parts) : m_parts(std::move(parts)) {}

    Async<Done> decide(const std::optional<QString> &check);

private:
    using Key = std::optional<QByteArray>;

    bool opens(const Key &key, const SealedText &text) const;
    bool opensCheck(const CredentialBox &box) const;
    // Whether something was sealed with it.
    bool isKnown(const Key &key) const;
    // As "2 camera addresses and 1 second factor"; empty if there are none.
    QString sealedTexts(const std::function<bool(const SealedText &)> &wanted) const;
    QString allTexts() const;
    Async<Done> useCredential();
    Async<Done> useFile();
    Async<Done> useNewKey();
    Async<Done> stayLocked();
    void tellOfFileBesideCredential();
    void tellOfUnopened();
    Async<Done> keepCheck(const QByteArray &key);

    CredentialUnlock m_parts;
    std::optional<QByteArray> m_check;
};

Async<Done> Unlocking::decide(const std::optional<QString> &check)
{
    if (check)
        m_check = QByteArray::fromBase64(check->toLatin1());
    if (m_parts.keys.credential)
        return useCredential();
    if (m_parts.keys.file && (m_parts.texts.empty() || isKnown(m_parts.keys.file)))
        return useFile();
    return m_parts.texts.empty() ? useNewKey() : stayLocked();
}

bool Unlocking::opens(const Key &key, const SealedText &text) const
{
    return key && CredentialBox(*key).open(text.sealed, text.owner).ok();
}

bool Unlocking::opensCheck(const CredentialBox &box) const
{
    return m_check && box.open(*m_check, checkOwner).ok();
}

bool Unlocking::isKnown(const Key &key) const
{
    return key
           && (opensCheck(CredentialBox(*key))
               || std::any_of(m_parts.texts.begin(), m_parts.texts.end(),
                              [&](const SealedText &text) { return opens(key, text); }));
}

QString Unlocking::sealedTexts(const std::function<bool(const SealedText &)> &wanted) const
{
    qsizetype cameras = 0;
    qsizetype factors = 0;
    for (const SealedText &text : m_parts.texts) {
        if (wanted(text))
            ++(text.kind == SealedText::Kind::Camera ? cameras : factors);
    }
    QStringList parts;
    if (cameras > 0)
        parts << QStringLiteral("%1 camera address%2").arg(cameras).arg(QLatin1String(cameras == 1 ? "" : "es"));
    if (factors > 0)
        parts << QStringLiteral("%1 second factor%2").arg(factors).arg(QLatin1String(factors == 1 ? "" : "s"));
    return parts.join(QStringLiteral(" and "));
}

QString Unlocking::allTexts() const
{
    const QString all = sealedTexts([](const SealedText &) { return true; });
    return all.isEmpty() ? QStringLiteral("camera addresses and second factors") : all;
}

Async<Done> Unlocking::useCredential()
{
    const Key &credential = m_parts.keys.credential;
    const Key &file = m_parts.keys.file;
    const bool isFirst = !m_check && m_parts.texts.empty();
    if (!isFirst && !isKnown(credential)) {
        const QString remedy = isKnown(file) ? QStringLiteral(
                                   "secrets/credentials.key is: take the credential away, or make it of "
                                   "that file, and keep the file until then")
                                             : QStringLiteral("put the right one back; nothing is lost");
        return failed<Done>(
            Error::internal(QStringLiteral("%1 is not the key that the stored credentials (%2) were sealed with; %3")
                                .arg(credentialName(), allTexts(), remedy)));
    }
    const bool fileIsNeeded = std::any_of(m_parts.texts.begin(), m_parts.texts.end(), [&](const SealedText &text) {
        return opens(file, text) && !opens(credential, text);
    });
    m_parts.box.unlock(*credential, fileIsNeeded ? std::vector{*file} : std::vector<QByteArray>());
    tellOfFileBesideCredential();
    tellOfUnopened();
    return keepCheck(*credential);
}

void Unlocking::tellOfFileBesideCredential()
{
    const Key &file = m_parts.keys.file;
    if (!file || file == m_parts.keys.credential) {
        if (file)
            qCWarning(lcAuth).noquote() << "secrets/credentials.key holds the same key as" << credentialName()
                                        << "and is not needed; remove it, and keep a copy elsewhere";
        return;
    }
    const QString needed = sealedTexts(
        [&](const SealedText &text) { return opens(file, text) && !opens(m_parts.keys.credential, text); });
    if (needed.isEmpty())
        qCWarning(lcAuth).noquote() << "secrets/credentials.key is not used beside" << credentialName()
                                    << "and opens nothing that this does not open; it can be moved away";
    else
        qCWarning(lcAuth).noquote().nospace()
            << "keep secrets/credentials.key beside " << credentialName() << ": only it opens " << needed
            << "; enter them anew, and it is not needed any more";
}

Async<Done> Unlocking::useFile()
{
    m_parts.box.unlock(*m_parts.keys.file);
    tellOfUnopened();
    return keepCheck(*m_parts.keys.file);
}

Async<Done> Unlocking::useNewKey()
{
    auto key = m_parts.makeKey();
    if (!key.ok())
        return failed<Done>(key.error());
    m_parts.box.unlock(*key);
    return keepCheck(*key);
}

Async<Done> Unlocking::stayLocked()
{
    const char *found = m_parts.keys.file ? "secrets/credentials.key is another key and is not used"
                                          : "there is none, and no new one is made";
    qCCritical(lcAuth).noquote().nospace()
        << "the key of the stored credentials (" << allTexts() << ") is missing: " << found
        << " - put the right key back (" << CredentialBox::KeyPlaces
        << ") and restart the service; nothing is lost. If it is lost for ever, remove these "
           "cameras and second factors, restart, and enter them anew";
    return ready(Result<Done>(Done{}));
}

void Unlocking::tellOfUnopened()
{
    const QString unopened = sealedTexts(
        [this](const SealedText &text) { return !m_parts.box.open(text.sealed, text.owner).ok(); });
    if (!unopened.isEmpty())
        qCCritical(lcAuth).noquote().nospace()
            << unopened << " cannot be opened with the service's key; give it the key that they were sealed with ("
            << CredentialBox::KeyPlaces << ") and restart, or enter them anew";
}

// For the first time, when no start before had room for it, or when it was sealed with another key.
Async<Done> Unlocking::keepCheck(const QByteArray &key)
{
    if (opensCheck(CredentialBox(key)))
        return ready(Result<Done>(Done{}));
    const auto sealed = m_parts.box.seal(checkText, checkOwner);
    if (!sealed.ok())
        return failed<Done>(sealed.error());
    auto promise = std::make_shared<Promise<Done>>();
    auto answer = promise->future();
    whenDone(qApp, m_parts.table.set(checkKey, QString::fromLatin1(sealed->toBase64())),
             [promise](const Result<Done> &written) {
                 // A full disk is no reason not to start; the next start tries again.
                 const bool mayGoOn = !written.ok() && written.error().code == ErrorCode::DependencyFailed;
                 promise->finish(mayGoOn ? Result<Done>(Done{}) : written);
             });
    return answer;
}

}  // namespace

Async<Done> unlockCredentials(CredentialUnlock parts)
{
    MetaTable &table = parts.table;
    auto unlocking = std::make_shared<Unlocking>(std::move(parts));
    return andThen(qApp, table.get(checkKey),
                   [unlocking](const std::optional<QString> &check) { return unlocking->decide(check); });
}

}  // namespace cs
