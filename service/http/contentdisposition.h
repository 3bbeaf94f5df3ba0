#pragma once

#include <QByteArray>

#include "base/filename.h"

namespace cs {

// "attachment" with the name for saving (RFC 6266): in ASCII, and in UTF-8 where ASCII does not do.
QByteArray attachmentNamed(const FileName &name);

}  // namespace cs
