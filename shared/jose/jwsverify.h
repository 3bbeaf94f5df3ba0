#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QSet>

#include "base/result.h"
#include "jose/publickey.h"

namespace cs {

struct JwsRules {
    QSet<JwsAlgorithm> allowed;
};

// A text whose signature was found to be right.
struct VerifiedJws {
    QByteArray payload;
    JwsAlgorithm algorithm = JwsAlgorithm::EdDSA;
    // What the header says; empty without.
    QString kid;
    QString typ;
};

// Checks a compact JWS (RFC 7515 section 7.1) by the keys given here and no other. The header's `kid` chooses the key;
// without it, exactly one key must fit the algorithm. Refused are algorithms that the rules do not allow, keys of another
// type, `none`, members that bring a key or ask for rules of their own (jwsparts.h), and every second spelling of the same.
// Unauthenticated with a reason that discloses nothing. Thread-safe.
Result<VerifiedJws> verifyJws(QByteArrayView token, const JwkSet &keys, const JwsRules &rules);

// Whether the set has a key for what the header asks for; what to ask before fetching keys anew.
bool hasKeyFor(const JwkSet &keys, const QString &kid, JwsAlgorithm algorithm);

}  // namespace cs
