#include "auth/plainname.h"

#include <algorithm>

namespace cs {

namespace {

bool isInvisible(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Other_Format:  // joiners, and what turns the direction of writing
    case QChar::Other_Surrogate:
    case QChar::Other_PrivateUse:
    case QChar::Other_NotAssigned:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph: return true;
    default: return false;
    }
}

// Unlike isInvisible() it leaves alone what joins emoji and letters.
bool breaksALine(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Other_Surrogate:
    case QChar::Other_NotAssigned:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph: return true;
    default: break;
    }
    // Marks, embeddings, overrides and isolates (Unicode standard annex 9).
    return c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

}  // namespace

Result<QString> plainLine(const QString &param, const QString &text)
{
    const auto characters = text.toUcs4();
    if (!text.isValidUtf16() || std::any_of(characters.begin(), characters.end(), breaksALine)) {
        return Error::invalidParam(
            param,
            QStringLiteral("must not hold control characters, line separators or marks of the direction of writing"),
            QStringLiteral("send one line of letters, digits, spaces and signs"));
    }
    return text;
}

Result<QString> plainName(const QString &param, const QString &text)
{
    const QString name = text.normalized(QString::NormalizationForm_C);
    const auto characters = name.toUcs4();
    if (!text.isValidUtf16() || name.isEmpty() || name.trimmed() != name
        || std::any_of(characters.begin(), characters.end(), isInvisible)) {
        return Error::invalidParam(
            param, QStringLiteral("must not be blank, begin or end with a space, or hold invisible characters"),
            QStringLiteral("send a short name of letters, digits, spaces and signs"));
    }
    return name;
}

QString foldedName(const QString &name)
{
    // Folding may undo the normal form, as with U+0345.
    return name.normalized(QString::NormalizationForm_KC).toCaseFolded().normalized(QString::NormalizationForm_KC);
}

}  // namespace cs
