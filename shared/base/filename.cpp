#include "base/filename.h"

namespace cs {

std::optional<FileName> FileName::parse(const QString &text)
{
    constexpr qsizetype maxBytes = 255;  // NAME_MAX of Linux file systems
    constexpr QStringView forbidden = u"<>:\"|?*/\\";
    if (text.isEmpty() || !text.isValidUtf16() || text.startsWith(u'.') || text.contains(QStringView(u"..")))
        return std::nullopt;
    if (text.toUtf8().size() > maxBytes)
        return std::nullopt;
    for (const QChar c : text) {
        // Cc also covers DEL and the C1 controls.
        if (forbidden.contains(c) || c.category() == QChar::Other_Control)
            return std::nullopt;
    }
    return FileName(text);
}

QString FileName::rule()
{
    return QStringLiteral(
        "a file name of 1 to 255 bytes without path separators, '..', a leading dot, control characters or "
        "any of < > : \" | ? *");
}

}  // namespace cs
