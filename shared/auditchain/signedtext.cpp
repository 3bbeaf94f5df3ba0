#include "auditchain/signedtext.h"

#include "auditchain/hextext.h"

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

}  // namespace cs
