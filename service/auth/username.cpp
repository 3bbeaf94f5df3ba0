#include "auth/username.h"

#include <algorithm>

#include "base/visibletext.h"

namespace cs {

namespace {

bool isNameLetter(char32_t c)
{
    // Marks stand in names of scripts that compose letters from parts.
    return QChar::isLetter(c) || QChar::category(c) == QChar::Number_DecimalDigit || QChar::isMark(c);
}

bool isNameChar(char32_t c)
{
    return isNameLetter(c) || c == U'.' || c == U'_' || c == U'@' || c == U'-';
}

}  // namespace

std::optional<QString> foldedUserName(const QString &text)
{
    // Hostile text is not worth normalising.
    if (text.isEmpty() || text.size() > 2 * MaxUserNameChars || !text.isValidUtf16())
        return std::nullopt;
    const QString folded =
        text.normalized(QString::NormalizationForm_KC).toCaseFolded().normalized(QString::NormalizationForm_KC);
    if (folded.isEmpty() || folded.size() > MaxUserNameChars)
        return std::nullopt;
    const auto chars = folded.toUcs4();
    const bool first = isNameLetter(chars.first()) && !QChar::isMark(chars.first());
    if (!first || !std::all_of(chars.begin(), chars.end(), isNameChar))
        return std::nullopt;
    return folded;
}

Result<QString> userNameOf(const QString &param, const QString &text)
{
    if (auto name = foldedUserName(text); name && !hasInvisible(*name))
        return std::move(*name);
    return Error::invalidParam(
        param,
        QStringLiteral("must have 1 to %1 letters, digits and . _ @ -, none of them invisible, and begin with a letter "
                       "or a digit")
            .arg(MaxUserNameChars),
        QStringLiteral("send a name such as alice or bob@example.org"));
}

}  // namespace cs
