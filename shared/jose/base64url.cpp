#include "jose/base64url.h"

namespace cs {

QByteArray toBase64Url(QByteArrayView bytes)
{
    return bytes.toByteArray().toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

std::optional<QByteArray> fromBase64Url(QByteArrayView text)
{
    const QByteArray encoded = text.toByteArray();
    auto decoded = QByteArray::fromBase64Encoding(encoded, QByteArray::Base64UrlEncoding
                                                               | QByteArray::AbortOnBase64DecodingErrors);
    // Qt lets padding and left-over bits pass: two texts for the same bytes, which a signature would not tell apart.
    if (!decoded || toBase64Url(*decoded) != encoded)
        return std::nullopt;
    return std::move(*decoded);
}

}  // namespace cs
