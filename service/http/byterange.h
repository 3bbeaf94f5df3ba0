#pragma once

#include <optional>

#include <QByteArrayView>

namespace cs {

// What a Range header asks of a file (RFC 9110 section 14).
struct ByteRange {
    enum class Kind {
        // No range, several ranges, another unit, or a syntax error: the whole file is the answer.
        Whole,
        Part,
        // Well-formed but beyond the end.
        Unsatisfiable,
    };
    Kind kind = Kind::Whole;
    // For Part: inside the file, at least one byte.
    quint64 offset = 0;
    quint64 size = 0;

    friend bool operator==(const ByteRange &, const ByteRange &) = default;
};

// `header` is the field's value, empty without one.
ByteRange parseRange(QByteArrayView header, quint64 fileSize);

}  // namespace cs
