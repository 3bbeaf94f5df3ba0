#include "auth/passwordrules.h"

#include <algorithm>

#include <sodium.h>

#include "auth/commonpasswords.h"

namespace cs {

namespace {

// Without letters that look like another one.
constexpr char passwordAlphabet[] = "abcdefghjkmnpqrstuvwxyz23456789";
constexpr int passwordGroups = 4;
constexpr int groupLength = 5;
// A name shorter than this stands in too many words to say anything.
constexpr qsizetype shortestTellingName = 3;
constexpr qsizetype fewLetters = 4;

// The name itself, or the name with little around it.
bool comesFromName(const QString &password, const QString &userName)
{
    const QString folded = password.normalized(QString::NormalizationForm_KC).toCaseFolded();
    const QString name = userName.toCaseFolded();
    if (folded == name)
        return true;
    const QString account = name.section(u'@', 0, 0);
    for (const QString &part : {name, account}) {
        QString rest = folded;
        if (part.size() < shortestTellingName || !rest.contains(part))
            continue;
        rest.remove(part);
        if (std::count_if(rest.begin(), rest.end(), [](QChar c) { return c.isLetter(); }) < fewLetters)
            return true;
    }
    return false;
}

Error brokenRule(const QString &param, const QString &rule, const QString &hint)
{
    return Error::invalidParam(param, rule, hint);
}

}  // namespace

Result<Done> PasswordRules::check(const QString &param, const QString &password, const QString &userName)
{
    const QString hint = QStringLiteral("send a longer or less usual password; a few words that do not belong together "
                                        "are easy to remember");
    if (!password.isValidUtf16() || password.toUcs4().size() < MinChars)
        return brokenRule(param, QStringLiteral("must have %1 characters or more").arg(MinChars), hint);
    if (password.toUtf8().size() > MaxBytes)
        return brokenRule(param, QStringLiteral("must have %1 bytes at most").arg(MaxBytes), hint);
    if (comesFromName(password, userName))
        return brokenRule(param, QStringLiteral("must not be made from the user's name"), hint);
    if (isCommonPassword(password))
        return brokenRule(param, QStringLiteral("is among the passwords that are tried first"), hint);
    return Done{};
}

QString PasswordRules::make()
{
    constexpr uint32_t symbols = sizeof passwordAlphabet - 1;
    QString text;
    for (int group = 0; group < passwordGroups; ++group) {
        if (group > 0)
            text += u'-';
        for (int i = 0; i < groupLength; ++i)
            text += QLatin1Char(passwordAlphabet[randombytes_uniform(symbols)]);
    }
    return text;
}

}  // namespace cs
