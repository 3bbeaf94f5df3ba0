#pragma once

#include <QByteArray>

namespace cs {

// JSON without a forest of backslashes: {'a':'b'} becomes {"a":"b"}. For files that moc reads, which loses its way in
// raw strings.
inline QByteArray quoted(const char *text)
{
    return QByteArray(text).replace('\'', '"');
}

}  // namespace cs
