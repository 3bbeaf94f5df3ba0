#pragma once

#include <optional>

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include "base/result.h"

namespace cs {

// What an API key looks like: "csk_<id>_<secret>_<checksum>", with a secret of 32 random bytes in base64url. The
// checksum tells a mistyped or cut key from a wrong one, and helps scanners to find keys that got lost.
struct ApiKeyText {
    QString id;
    // Secret.
    QByteArray secret;

    static bool looksLikeOne(QByteArrayView text) { return text.startsWith("csk_"); }
    // Unauthenticated with a reason that discloses nothing.
    static Result<ApiKeyText> parse(QByteArrayView text);
    // A new id and a new secret.
    static ApiKeyText make();
    // A new secret for the same id.
    static ApiKeyText makeFor(const QString &id);

    QByteArray toText() const;
    // What is stored in place of the secret; belongs to this id. 256 random bits need no slow hash.
    QByteArray hash() const;
};

}  // namespace cs
