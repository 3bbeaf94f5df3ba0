#include "mediamtx/outputline.h"

#include <QRegularExpression>

namespace cs {

namespace {

OutputLine errorLine(const QString &text)
{
    static const QRegularExpression source(QStringLiteral("^\\[path ([^\\]]+)\\] \\[[^\\]]* source\\] (.+)$"));
    if (const auto match = source.match(text); match.hasMatch())
        return {OutputLine::Level::Quiet, text, match.captured(1), match.captured(2)};
    // We have the answer to our own call, and the caller judges it.
    if (text.startsWith(u"[API] "))
        return {OutputLine::Level::Quiet, text, {}, {}};
    // Errors of one part begin with its name.
    return {text.startsWith(u'[') ? OutputLine::Level::Warning : OutputLine::Level::Fatal, text, {}, {}};
}

}  // namespace

OutputLine toOutputLine(const QByteArray &line)
{
    constexpr qsizetype StampLength = 20;
    constexpr qsizetype LevelLength = 4;
    const QString whole = QString::fromUtf8(line).trimmed();
    if (whole.startsWith(u"ERR: "))
        return {OutputLine::Level::StartError, whole.mid(LevelLength + 1), {}, {}};
    const QString rest = whole.mid(StampLength);
    const QString text = rest.mid(LevelLength);
    if (rest.startsWith(u"ERR "))
        return errorLine(text);
    if (rest.startsWith(u"WAR "))
        return {OutputLine::Level::Warning, text, {}, {}};
    const bool known = rest.startsWith(u"INF ") || rest.startsWith(u"DEB ");
    return {OutputLine::Level::Quiet, known ? text : whole, {}, {}};
}

}  // namespace cs
