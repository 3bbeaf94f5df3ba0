#pragma once

#include <optional>
#include <vector>

#include <QByteArray>
#include <QByteArrayView>

namespace cs {

// The head of an HTTP/1.1 request (RFC 9112), taken apart and nothing more. A value.
struct RequestHead {
    QByteArray method;
    QByteArray target;
    // Names in lower case, in the order of the text; values without the space around them.
    std::vector<std::pair<QByteArray, QByteArray>> fields;

    // How often a field is there.
    qsizetype count(QByteArrayView name) const;
    // The first one's value; null if there is none.
    QByteArray value(QByteArrayView name) const;
    // All values, joined by commas (RFC 9110, section 5.3).
    QByteArray joined(QByteArrayView name) const;
    // Whether a list field such as Connection holds this word, in any case.
    bool lists(QByteArrayView name, QByteArrayView word) const;
};

// Reads a head that ends with its empty line. Nothing if it is no HTTP/1.1 or breaks the grammar: folded lines, space
// before a colon and control characters are refused, because proxies differ on what they mean.
std::optional<RequestHead> parseRequestHead(const QByteArray &text);

}  // namespace cs
