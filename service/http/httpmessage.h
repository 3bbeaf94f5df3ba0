#pragma once

#include <functional>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include <QByteArray>
#include <QHash>
#include <QString>

#include "base/uniquefd.h"

namespace cs {

using HttpFields = std::vector<std::pair<QByteArray, QByteArray>>;

// One request as it came: nothing is percent-decoded.
struct HttpRequest {
    QByteArray method;
    QByteArray path;
    HttpFields query;
    // By name in lower case; what was sent more than once is joined by ", ".
    QHash<QByteArray, QByteArray> headers;
    // Host lines of the head; one is what RFC 9112 asks for.
    int hostLines = 0;
    // Canonical text of the peer's address.
    QString address;

    QByteArray header(const char *lowerCaseName) const { return headers.value(lowerCaseName); }
    // The first of that name.
    std::optional<QByteArray> queryValue(QByteArrayView name) const;
    // Whether a body follows the head.
    bool hasBody() const;
};

// Part of an open file; the response owns the descriptor.
struct FileBody {
    UniqueFd fd;
    quint64 offset = 0;
    quint64 size = 0;
};

// One answer. Move-only, because it may own an open file.
struct HttpResponse {
    int status = 200;
    HttpFields headers;
    std::variant<QByteArray, FileBody> body;
    // Ends the connection after this answer.
    bool close = false;
    // Asked again and again, on any thread, while the answer is under way: false cuts it off. Empty: nothing does.
    std::function<bool()> mayGoOn;

    void add(QByteArray name, QByteArray value) { headers.emplace_back(std::move(name), std::move(value)); }
};

HttpResponse jsonResponse(int status, QByteArray json);
// A failure as JSON: {"status", "error" (the status in words), "message"}.
HttpResponse problemResponse(int status, const QString &message);
// The one answer for whatever is not there, or not for this caller.
HttpResponse notFoundResponse();

// Undoes percent-encoding; nothing if the text is not encoded to the letter, or does not come out as strict UTF-8
// (RFC 3629: no overlong form, no surrogate) without NUL.
std::optional<QString> percentDecoded(QByteArrayView text);

}  // namespace cs
