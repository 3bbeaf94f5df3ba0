#pragma once

#include <optional>

#include <QByteArray>
#include <QByteArrayView>

namespace cs {

// RFC 4648 section 5, without padding.
QByteArray toBase64Url(QByteArrayView bytes);
// Takes only the one text that toBase64Url() makes of some bytes: no padding, no foreign character, no left-over bit.
std::optional<QByteArray> fromBase64Url(QByteArrayView text);

}  // namespace cs
