#pragma once

#include <optional>

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

namespace cs {

QString toHex(QByteArrayView bytes);
// Takes only what toHex() makes of some bytes: lower-case digits, nothing between them.
std::optional<QByteArray> fromHex(const QString &text);

}  // namespace cs
