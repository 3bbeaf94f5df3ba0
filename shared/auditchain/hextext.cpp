#include "auditchain/hextext.h"

namespace cs {

QString toHex(QByteArrayView bytes)
{
    return QString::fromLatin1(QByteArray::fromRawData(bytes.data(), bytes.size()).toHex());
}

std::optional<QByteArray> fromHex(const QString &text)
{
    // Reading is lenient about what stands between the digits; only the one text of some bytes may count.
    QByteArray bytes = QByteArray::fromHex(text.toLatin1());
    if (toHex(bytes) != text)
        return std::nullopt;
    return bytes;
}

}  // namespace cs
