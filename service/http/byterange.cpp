#include "http/byterange.h"

#include <algorithm>
#include <limits>

#include <QByteArray>

namespace cs {

namespace {

// Digits only; what does not fit is as good as endless.
std::optional<quint64> number(QByteArrayView digits)
{
    constexpr quint64 endless = std::numeric_limits<quint64>::max();
    if (digits.isEmpty())
        return std::nullopt;
    quint64 value = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9')
            return std::nullopt;
        const auto digit = static_cast<quint64>(c - '0');
        value = value > (endless - digit) / 10 ? endless : value * 10 + digit;
    }
    return value;
}

ByteRange suffix(quint64 length, quint64 fileSize)
{
    if (length == 0)
        return {.kind = ByteRange::Kind::Unsatisfiable};
    // No part of an empty file can be named in a Content-Range.
    if (fileSize == 0)
        return {};
    const quint64 size = std::min(length, fileSize);
    return {.kind = ByteRange::Kind::Part, .offset = fileSize - size, .size = size};
}

}  // namespace

ByteRange parseRange(QByteArrayView header, quint64 fileSize)
{
    constexpr QByteArrayView unit = "bytes=";
    const QByteArrayView value = header.trimmed();
    if (value.size() <= unit.size() || value.first(unit.size()).compare(unit, Qt::CaseInsensitive) != 0)
        return {};
    const QByteArrayView range = value.sliced(unit.size());
    const qsizetype dash = range.indexOf('-');
    // A list has a comma somewhere, which is no digit.
    if (dash < 0)
        return {};
    const auto first = number(range.first(dash));
    const auto last = number(range.sliced(dash + 1));
    if (dash == 0)
        return last ? suffix(*last, fileSize) : ByteRange{};
    const bool openEnd = dash + 1 == range.size();
    if (!first || (!last && !openEnd) || (last && *last < *first))
        return {};
    if (*first >= fileSize)
        return {.kind = ByteRange::Kind::Unsatisfiable};
    const quint64 end = last ? std::min(*last, fileSize - 1) : fileSize - 1;
    return {.kind = ByteRange::Kind::Part, .offset = *first, .size = end - *first + 1};
}

}  // namespace cs
