#pragma once

#include <chrono>

#include <QByteArray>
#include <QString>

#include "auth/tokenauthority.h"
#include "jose/signingkey.h"

namespace cs {

class FamilyView;

// What one of our own access tokens says.
struct AccessClaims {
    QString username;
    // As it was when the token was made; what counts is the user's of now.
    Role role = Role::Viewer;
    // The login that the token came from.
    QString family;
    bool mustChangePassword = false;
    Timestamp expiresAt;
};

// Signs and checks the short tokens that a login gives (JWT, EdDSA, issuer and audience "camera-service"). A token dies
// with its login, too. Immutable; thread-safe.
class AccessTokens {
public:
    // The references outlive this object.
    AccessTokens(SigningKey key, const FamilyView &families, const Clock &clock, std::chrono::seconds lifetime);

    // `claims.expiresAt` is the last moment at which it may end; it ends after the lifetime, if that is sooner.
    IssuedToken issue(const AccessClaims &claims) const;
    // Whether a text claims to be one of these; says nothing about whether it is good.
    bool isOwn(QByteArrayView token) const;
    // Whether a login that such tokens come from goes on.
    bool loginGoesOn(const QString &family) const;
    // Unauthenticated with a reason that discloses nothing.
    Result<AccessClaims> verify(QByteArrayView token) const;

private:
    SigningKey m_key;
    JwkSet m_keys;
    // The header that all tokens of this key begin with, up to the dot.
    QByteArray m_head;
    const FamilyView &m_families;
    const Clock &m_clock;
    const std::chrono::seconds m_lifetime;
};

}  // namespace cs
