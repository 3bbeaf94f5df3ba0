#include "mediamtx/logmask.h"

#include <QRegularExpression>

namespace cs {

namespace {

QString withoutSecrets(QString line)
{
    // Greedy up to the last @: a password may hold one, and may even hold blanks when the address is malformed.
    static const QRegularExpression credentials(QStringLiteral("://[^\r\n]*@"));
    static const QRegularExpression parameters(
        QStringLiteral("\\b((?:access_?|auth_?|stream_?)?token|jwt|pass(?:word|wd|phrase)?|pwd|secret|session|"
                       "(?:auth_?|api_?)?key)=[^&\\s\"'#]*"),
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression headers(QStringLiteral("\\b(Bearer|Basic|Digest)\\s+[^\\s\"'][^\r\n]*"),
                                            QRegularExpression::CaseInsensitiveOption);
    line.replace(credentials, QStringLiteral("://***@"));
    line.replace(parameters, QStringLiteral("\\1=***"));
    line.replace(headers, QStringLiteral("\\1 ***"));
    return line;
}

}  // namespace

QByteArray LogMask::masked(QByteArray line) const
{
    for (const QByteArray &secret : m_secrets) {
        if (!secret.isEmpty())
            line.replace(secret, "***");
    }
    return withoutSecrets(QString::fromUtf8(line)).toUtf8();
}

}  // namespace cs
