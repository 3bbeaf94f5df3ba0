#include "rpc/keptanswer.h"

#include <QJsonDocument>

namespace cs {

namespace {

constexpr std::pair<ErrorCode, const char *> finalCodes[] = {{ErrorCode::NotFound, "not_found"},
                                                             {ErrorCode::InvalidState, "invalid_state"},
                                                             {ErrorCode::Unsupported, "unsupported"}};

}  // namespace

bool isFinal(const Error &error)
{
    for (const auto &[code, word] : finalCodes) {
        if (code == error.code)
            return true;
    }
    return false;
}

QByteArray keptError(const Error &error)
{
    QString kept;
    for (const auto &[code, word] : finalCodes) {
        if (code == error.code)
            kept = QString::fromLatin1(word);
    }
    return QJsonDocument(QJsonObject{{"code", kept}, {"message", error.message}, {"data", error.data}})
        .toJson(QJsonDocument::Compact);
}

std::optional<Error> errorOfKept(const QByteArray &text)
{
    const QJsonObject kept = QJsonDocument::fromJson(text).object();
    for (const auto &[code, word] : finalCodes) {
        if (kept.value("code").toString() == QLatin1String(word))
            return Error{code, kept.value("message").toString(), kept.value("data").toObject()};
    }
    return std::nullopt;
}

}  // namespace cs
