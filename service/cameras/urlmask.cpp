#include "cameras/urlmask.h"

#include <QRegularExpression>
#include <QUrl>

namespace cs {
namespace {

bool isSecretKey(const QString &encoded)
{
    static const QRegularExpression secret(
        QStringLiteral(
            "token|passw|passwd|pwd|secret|auth|credential|signature|session|ticket|jwt|(key|pass|psw|sig)$"),
        QRegularExpression::CaseInsensitiveOption);
    return secret.match(QUrl::fromPercentEncoding(encoded.toUtf8())).hasMatch();
}

// Where the secret of `text`, one parameter or one part of a path, begins; -1 if there is none.
qsizetype secretStart(const QString &text)
{
    for (qsizetype equals = text.indexOf(u'='), from = 0; equals >= 0; equals = text.indexOf(u'=', equals + 1)) {
        if (isSecretKey(text.mid(from, equals - from)))
            return equals + 1;
        from = equals + 1;
    }
    return -1;
}

// Some recorders join the parameters in a path by underscores, which passwords may hold as well.
qsizetype secretEnd(const QString &text, qsizetype start)
{
    static const QRegularExpression next(QStringLiteral("_(channel|stream|subtype|user|port|real_stream)="),
                                         QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = next.match(text, start);
    return match.hasMatch() ? match.capturedStart() : text.size();
}

QString masked(const QString &text, const QRegularExpression &separators, bool inPath)
{
    QString out;
    qsizetype from = 0;
    while (from <= text.size()) {
        const QRegularExpressionMatch separator = separators.match(text, from);
        const qsizetype to = separator.hasMatch() ? separator.capturedStart() : text.size();
        QString part = text.mid(from, to - from);
        if (const qsizetype start = secretStart(part); start >= 0 && start < part.size()) {
            const qsizetype end = inPath ? secretEnd(part, start) : part.size();
            part.replace(start, end - start, MaskedValue.toString());
        }
        out += part;
        if (separator.hasMatch())
            out += separator.captured();
        from = to + 1;
    }
    return out;
}

}  // namespace

QString maskedPath(const QString &path)
{
    static const QRegularExpression separators(QStringLiteral("[&;/]"));
    return masked(path, separators, true);
}

QString maskedQuery(const QString &query)
{
    static const QRegularExpression separators(QStringLiteral("[&;]"));
    return masked(query, separators, false);
}

}  // namespace cs
