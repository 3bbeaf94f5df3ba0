#pragma once

#include <optional>

#include <QByteArrayView>
#include <QSize>

namespace cs {

// The size of the picture in a JPEG file (ISO/IEC 10918-1), if it has a frame header and an end; hostile input.
std::optional<QSize> jpegSize(QByteArrayView jpeg);

}  // namespace cs
