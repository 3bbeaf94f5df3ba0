#include "base/filename.h"

#include <algorithm>

#include "base/visibletext.h"

namespace cs {

std::optional<FileName> FileName::parse(const QString &text)
{
    constexpr qsizetype maxBytes = 255;  // NAME_MAX of Linux file systems
    constexpr QStringView forbidden = u"<>:\"|?*/\\";
    if (text.isEmpty() || text.startsWith(u'.') || text.contains(QStringView(u"..")))
        return std::nullopt;
    if (text.toUtf8().size() > maxBytes || hasInvisible(text))
        return std::nullopt;
    if (std::any_of(text.begin(), text.end(), [&](QChar c) { return forbidden.contains(c); }))
        return std::nullopt;
    return FileName(text);
}

QString FileName::rule()
{
    return QStringLiteral(
        "a file name of 1 to 255 bytes without path separators, '..', a leading dot, invisible characters "
        "(controls, joiners, marks of the direction of writing) or any of < > : \" | ? *");
}

}  // namespace cs
