#include "storage/sqlscript.h"

namespace cs {

namespace {

// The index just behind the next `end`. What is not closed ends with the script.
qsizetype indexBehind(const QString &script, QStringView end, qsizetype from)
{
    const qsizetype found = script.indexOf(end, from);
    return found < 0 ? script.size() : found + end.size();
}

// The index just behind the quoted text that begins at `at`, or `at` if none does. A doubled quote reads as two texts
// side by side, which comes to the same.
qsizetype skipQuoted(const QString &script, qsizetype at)
{
    const QChar c = script[at];
    if (c == u'\'' || c == u'"')
        return indexBehind(script, QStringView(&c, 1), at + 1);
    return at;
}

// The same for a comment.
qsizetype skipComment(const QString &script, qsizetype at)
{
    const QStringView rest = QStringView(script).mid(at);
    const bool line = rest.startsWith(u"--");
    if (!line && !rest.startsWith(u"/*"))
        return at;
    return indexBehind(script, line ? QStringView(u"\n") : QStringView(u"*/"), at + 2);
}

}  // namespace

QStringList splitSql(const QString &script)
{
    QStringList statements;
    QString current;
    const auto finish = [&] {
        if (!current.trimmed().isEmpty())
            statements << current.trimmed();
        current.clear();
    };
    for (qsizetype at = 0; at < script.size();) {
        if (const qsizetype behind = skipComment(script, at); behind != at) {
            current += u' ';
            at = behind;
        } else if (const qsizetype closed = skipQuoted(script, at); closed != at) {
            current += QStringView(script).mid(at, closed - at);
            at = closed;
        } else if (script[at] == u';') {
            finish();
            ++at;
        } else {
            current += script[at++];
        }
    }
    finish();
    return statements;
}

}  // namespace cs
