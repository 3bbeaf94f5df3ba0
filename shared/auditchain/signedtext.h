#pragma once

#include <optional>

#include <QString>

#include "auditchain/chainpoint.h"
#include "json/fields.h"

namespace cs {

// A signed place as it stands in files.
struct SignedText {
    qint64 seq = 0;
    qint64 atUs = 0;
    QString hash;
    QString signature;
    static json::Fields fields()
    {
        return {json::field("seq", &SignedText::seq, "the record"),
                json::field("at_us", &SignedText::atUs, "when it was signed; microseconds since 1970"),
                json::field("hash", &SignedText::hash, "the hash of the record; hex"),
                json::field("signature", &SignedText::signature, "Ed25519; hex")};
    }

    static SignedText of(const SignedPoint &point);
    // Nothing if a hash or a signature cannot look so.
    std::optional<SignedPoint> point() const;
};

// The same as a line of JSON. Nothing if the line is none of ours; the signature is not checked.
QByteArray signedLine(const SignedPoint &point);
std::optional<SignedPoint> signedPointOf(QByteArrayView line);

}  // namespace cs
