#include "auth/plainname.h"

#include <algorithm>

#include "base/visibletext.h"

namespace cs {

namespace {

// How it is compared, or what it looks like, may be settled one day.
bool isUnsettled(char32_t c)
{
    return QChar::category(c) == QChar::Other_PrivateUse || QChar::category(c) == QChar::Other_NotAssigned;
}

}  // namespace

Result<QString> plainLine(const QString &param, const QString &text)
{
    if (hasInvisibleOutsideWords(text)) {
        return Error::invalidParam(
            param, QStringLiteral("must be one line without invisible characters"),
            QStringLiteral(
                "send letters, digits, spaces and signs; joiners are only for emoji that are made of several, "
                "and for letters of scripts that need them"));
    }
    return text;
}

Result<QString> plainName(const QString &param, const QString &text)
{
    const QString name = text.normalized(QString::NormalizationForm_C);
    const auto characters = name.toUcs4();
    if (hasInvisible(text) || name.isEmpty() || name.trimmed() != name
        || std::any_of(characters.begin(), characters.end(), isUnsettled)) {
        return Error::invalidParam(
            param, QStringLiteral("must not be blank, begin or end with a space, or hold invisible characters"),
            QStringLiteral("send a short name of letters, digits, spaces and signs, without joiners"));
    }
    return name;
}

QString foldedName(const QString &name)
{
    // Folding may undo the normal form, as with U+0345.
    return name.normalized(QString::NormalizationForm_KC).toCaseFolded().normalized(QString::NormalizationForm_KC);
}

}  // namespace cs
