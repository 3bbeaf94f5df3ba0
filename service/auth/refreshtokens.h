#pragma once

#include <chrono>
#include <unordered_map>
#include <vector>

#include <QObject>

#include "auth/familyview.h"
#include "auth/sessionend.h"
#include "auth/tokenholder.h"
#include "storage/refreshtokenstable.h"

namespace cs {

// Renews logins: each login is a family of tokens (`csr_...`), of which one is good at a time and once. One that comes
// back ends the family, since then two parties have it. All families in memory, every change through the table.
// Service thread.
class RefreshTokens : public QObject {
    Q_OBJECT
public:
    struct Limits {
        // How long a token is good, and how long one login can be renewed at all.
        std::chrono::seconds lifetime = std::chrono::days(30);
        std::chrono::seconds longestLogin = std::chrono::days(365);
        // The oldest login of a user ends when there are more.
        int maxPerUser = 50;
    };
    struct Issued {
        // Secret.
        QByteArray text;
        // Names the login; not a secret.
        QString family;
        QString username;
        Timestamp expiresAt;
    };

    // Both outlive this object. libsodium is initialised already.
    RefreshTokens(RefreshTokensTable &table, const Clock &clock, Limits limits, QObject *parent = nullptr);

    // Before anything else.
    Async<Done> load();

    // A new login of this user (folded name).
    Async<Issued> start(const QString &username, const ClientInfo &client);
    // The token in place of this one. Unauthenticated for one that is unknown, expired, or was used before: that ends
    // its family.
    Async<Issued> renew(QByteArrayView text);
    // Ends one login, at once; false if it is not alive. `reason` is for the sessions that end with it.
    bool revoke(const QString &family, SessionEnd reason);
    // Ends the logins of this user but one.
    void revokeUser(const QString &username, SessionEnd reason, const QString &keptFamily = {});

    // Whether a living login of this user came from that party on the net.
    bool cameFrom(const QString &username, const QString &address) const;
    qsizetype count() const { return static_cast<qsizetype>(m_families.size()); }
    // Thread-safe.
    const FamilyView &families() const { return m_view; }

Q_SIGNALS:
    void revoked(const QString &family, cs::SessionEnd reason);

private:
    struct Family {
        StoredFamily row;
        // A renewal is being written; another one is a replay.
        bool renewing = false;
    };
    Family *alive(const QString &id);
    Async<Issued> rotate(Family &family, const QByteArray &seed);
    void forget(const std::vector<QString> &ids, SessionEnd reason);
    void makeRoomFor(const QString &username);

    RefreshTokensTable &m_table;
    const Clock &m_clock;
    const Limits m_limits;
    FamilyView m_view;
    std::unordered_map<QString, Family> m_families;
};

}  // namespace cs
