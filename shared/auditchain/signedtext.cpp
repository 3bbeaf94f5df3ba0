#include "auditchain/signedtext.h"

#include "auditchain/hextext.h"
#include "json/codec.h"

namespace cs {

SignedText SignedText::of(const SignedPoint &point)
{
    return {point.seq, toMicroseconds(point.at), toHex(point.hash), toHex(point.signature)};
}

std::optional<SignedPoint> SignedText::point() const
{
    auto hashBytes = fromHex(hash);
    auto signatureBytes = fromHex(signature);
    if (seq < 0 || !hashBytes || hashBytes->size() != ChainHashSize || !signatureBytes)
        return std::nullopt;
    return SignedPoint{seq, fromMicroseconds(atUs), std::move(*hashBytes), std::move(*signatureBytes)};
}

QByteArray signedLine(const SignedPoint &point)
{
    return json::toJson(SignedText::of(point));
}

std::optional<SignedPoint> signedPointOf(QByteArrayView line)
{
    const auto parsed = json::parse(line);
    const auto text = parsed.ok() ? json::fromValue<SignedText>(*parsed, json::Unknown::Refuse) : parsed.error();
    return text.ok() ? text->point() : std::nullopt;
}

}  // namespace cs
