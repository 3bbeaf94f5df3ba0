#include "auth/refreshtokens.h"

#include <algorithm>
#include <optional>

#include <QCryptographicHash>

#include <sodium.h>

#include "auth/logging.h"
#include "jose/base64url.h"
#include "jose/hmac.h"
#include "net/address.h"

namespace cs {

namespace {

// The text of a token: csr_SEED_SECRET, both in base64url. The seed is the same in all tokens of a family and the id is
// its hash: so who guesses or reads an id can end no login with it, while every token that was ever given can.
constexpr QByteArrayView textPrefix = "csr_";
constexpr qsizetype seedBytes = 16;
constexpr qsizetype secretBytes = 32;
constexpr qsizetype seedText = 22;
constexpr qsizetype secretText = 43;

struct TokenParts {
    QByteArray seed;
    QByteArray secret;
};

QByteArray randomOf(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    randombytes_buf(bytes.data(), static_cast<size_t>(size));
    return bytes;
}

QByteArray textOf(const TokenParts &parts)
{
    return textPrefix.toByteArray() + toBase64Url(parts.seed) + '_' + toBase64Url(parts.secret);
}

std::optional<TokenParts> partsOf(QByteArrayView text)
{
    if (text.size() != textPrefix.size() + seedText + 1 + secretText || !text.startsWith(textPrefix))
        return std::nullopt;
    const qsizetype separator = textPrefix.size() + seedText;
    const auto seed = fromBase64Url(text.sliced(textPrefix.size(), seedText));
    const auto secret = fromBase64Url(text.sliced(separator + 1));
    if (text[separator] != '_' || !seed || !secret)
        return std::nullopt;
    return TokenParts{*seed, *secret};
}

QByteArray sha256Of(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256);
}

QString familyOf(const QByteArray &seed)
{
    return QString::fromLatin1(toBase64Url(sha256Of("camera-service login" + seed).first(seedBytes)));
}

Error refusedRefresh(const char *reason)
{
    return Error::unauthenticated(QString::fromLatin1(reason));
}

}  // namespace

RefreshTokens::RefreshTokens(RefreshTokensTable &table, const Clock &clock, Limits limits, QObject *parent)
    : QObject(parent),
      m_table(table),
      m_clock(clock),
      m_limits(limits)
{}

Async<Done> RefreshTokens::load()
{
    return andThen(this, m_table.load(m_clock.now()), [this](const std::vector<StoredFamily> &rows) -> Result<Done> {
        for (const StoredFamily &row : rows) {
            m_families[row.id] = Family{row};
            m_view.add(row.id);
        }
        return Done{};
    });
}

Async<RefreshTokens::Issued> RefreshTokens::start(const QString &username, const ClientInfo &client)
{
    makeRoomFor(username);
    const TokenParts parts{randomOf(seedBytes), randomOf(secretBytes)};
    const Timestamp now = m_clock.now();
    const StoredFamily row{familyOf(parts.seed),
                           username,
                           sha256Of(parts.secret),
                           canonicalAddress(client.address),
                           client.userAgent,
                           now,
                           now + std::min(m_limits.lifetime, m_limits.longestLogin)};
    // Known before it is written, so that what ends the user's logins meanwhile ends this one, too.
    m_families[row.id] = Family{row};
    m_view.add(row.id);
    const Issued issued{textOf(parts), row.id, username, row.expiresAt};
    auto promise = std::make_shared<Promise<Issued>>();
    auto answer = promise->future();
    whenDone(this, m_table.insert(row), [this, promise, issued](const Result<Done> &stored) {
        if (!stored)
            forget({issued.family}, SessionEnd::LoginUnfinished);
        if (stored && !alive(issued.family))
            promise->finish(refusedRefresh("the login was ended"));
        else
            promise->finish(stored ? Result<Issued>(issued) : Result<Issued>(stored.error()));
    });
    return answer;
}

Async<RefreshTokens::Issued> RefreshTokens::renew(QByteArrayView text)
{
    const auto parts = partsOf(text);
    Family *family = parts ? alive(familyOf(parts->seed)) : nullptr;
    if (!family)
        return failed<Issued>(refusedRefresh("the refresh token is not known, or not any more"));
    if (!family->renewing && sameBytes(sha256Of(parts->secret), family->row.tokenHash))
        return rotate(*family, parts->seed);
    qCWarning(lcAuth).noquote() << "a refresh token of user" << family->row.username
                                << "came back after it was used; the login it belongs to has ended";
    revoke(family->row.id, SessionEnd::TokenReused);
    return failed<Issued>(refusedRefresh("the refresh token was used before; log in again"));
}

Async<RefreshTokens::Issued> RefreshTokens::rotate(Family &family, const QByteArray &seed)
{
    const TokenParts parts{seed, randomOf(secretBytes)};
    const QByteArray hash = sha256Of(parts.secret);
    const Timestamp end = std::min(m_clock.now() + m_limits.lifetime, family.row.createdAt + m_limits.longestLogin);
    family.renewing = true;
    const Issued issued{textOf(parts), family.row.id, family.row.username, end};
    auto promise = std::make_shared<Promise<Issued>>();
    auto answer = promise->future();
    whenDone(this, m_table.rotate(family.row.id, family.row.tokenHash, hash, end),
             [this, promise, issued, hash](const Result<Done> &stored) {
                 Family *renewed = alive(issued.family);
                 if (!renewed) {
                     promise->finish(refusedRefresh("the login was ended"));
                     return;
                 }
                 renewed->renewing = false;
                 if (stored) {
                     renewed->row.tokenHash = hash;
                     renewed->row.expiresAt = issued.expiresAt;
                 }
                 promise->finish(stored ? Result<Issued>(issued) : Result<Issued>(stored.error()));
             });
    return answer;
}

bool RefreshTokens::revoke(const QString &family, SessionEnd reason)
{
    if (!alive(family))
        return false;
    forget({family}, reason);
    return true;
}

void RefreshTokens::revokeUser(const QString &username, SessionEnd reason, const QString &keptFamily)
{
    std::vector<QString> ids;
    for (const auto &[id, family] : m_families) {
        if (family.row.username == username && id != keptFamily)
            ids.push_back(id);
    }
    forget(ids, reason);
}

bool RefreshTokens::cameFrom(const QString &username, const QString &address) const
{
    const QString network = networkOf(canonicalAddress(address));
    return std::any_of(m_families.begin(), m_families.end(), [&](const auto &entry) {
        const StoredFamily &row = entry.second.row;
        return row.username == username && networkOf(row.address) == network;
    });
}

RefreshTokens::Family *RefreshTokens::alive(const QString &id)
{
    const auto found = m_families.find(id);
    if (found == m_families.end() || found->second.row.expiresAt <= m_clock.now())
        return nullptr;
    return &found->second;
}

void RefreshTokens::forget(const std::vector<QString> &ids, SessionEnd reason)
{
    if (ids.empty())
        return;
    for (const QString &id : ids) {
        m_families.erase(id);
        m_view.remove(id);
    }
    // A row that stays because the disk is full would come to life again with the next start: say so.
    whenDone(this, m_table.remove(ids), [count = ids.size()](const Result<Done> &removed) {
        if (!removed)
            qCCritical(lcAuth).noquote() << count << "ended logins could not be removed from the database:"
                                         << removed.error().message;
    });
    for (const QString &id : ids)
        Q_EMIT revoked(id, reason);
}

void RefreshTokens::makeRoomFor(const QString &username)
{
    std::vector<QString> expired;
    std::vector<std::pair<Timestamp, QString>> own;
    for (const auto &[id, family] : m_families) {
        if (family.row.expiresAt <= m_clock.now())
            expired.push_back(id);
        else if (family.row.username == username)
            own.emplace_back(family.row.createdAt, id);
    }
    forget(expired, SessionEnd::Expired);
    const qsizetype tooMany = std::ssize(own) - m_limits.maxPerUser + 1;
    if (tooMany <= 0)
        return;
    std::sort(own.begin(), own.end());
    std::vector<QString> oldest;
    for (qsizetype i = 0; i < tooMany; ++i)
        oldest.push_back(own[static_cast<size_t>(i)].second);
    forget(oldest, SessionEnd::TooManySessions);
}

}  // namespace cs

#include "moc_refreshtokens.cpp"
