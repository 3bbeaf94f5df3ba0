#include "models/passwordwords.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace cs {

namespace {

constexpr int leastPasswordLength = 10;

QString passwordWord(const char *text)
{
    return QCoreApplication::translate("cs::PasswordWords", text);
}

bool isPasswordParam(const QString &param)
{
    return param == QLatin1String("new_password") || param == QLatin1String("password")
           || param == QLatin1String("initial_password") || param == QLatin1String("old_password");
}

}  // namespace

QString passwordRuleWords()
{
    return passwordWord(QT_TRANSLATE_NOOP("cs::PasswordWords",
                                          "At least %1 characters. Neither the name of the user nor a password that "
                                          "many people have; a few words that do not belong together are good."))
        .arg(leastPasswordLength);
}

QString passwordTroubleWords(const Error &error)
{
    if (!isPasswordParam(error.data.value(QLatin1String("param")).toString()))
        return {};
    const QString rule = error.data.value(QLatin1String("rule")).toString();
    static const QRegularExpression least(
        QStringLiteral("^must have ([0-9]+) characters or more"));                              // i18n: not translated
    static const QRegularExpression most(QStringLiteral("^must have ([0-9]+) bytes at most"));  // i18n: not translated
    if (const auto match = least.match(rule); match.hasMatch())
        return passwordWord(QT_TRANSLATE_NOOP("cs::PasswordWords", "The password is too short: it must have at least "
                                                                   "%1 characters."))
            .arg(match.captured(1));
    if (const auto match = most.match(rule); match.hasMatch())
        return passwordWord(QT_TRANSLATE_NOOP("cs::PasswordWords", "The password is too long: it may have %1 bytes at "
                                                                   "most."))
            .arg(match.captured(1));
    if (rule == QLatin1String("is not the password of this user"))  // i18n: not translated
        return passwordWord(QT_TRANSLATE_NOOP("cs::PasswordWords", "The password so far is another one."));
    if (rule == QLatin1String("must be another one than before"))  // i18n: not translated
        return passwordWord(
            QT_TRANSLATE_NOOP("cs::PasswordWords", "The new password must be another one than before."));
    if (rule == QLatin1String("must not be made from the user's name"))  // i18n: not translated
        return passwordWord(QT_TRANSLATE_NOOP("cs::PasswordWords", "The password must not be made from the user's "
                                                                   "name."));
    if (rule == QLatin1String("is among the passwords that are tried first"))  // i18n: not translated
        return passwordWord(QT_TRANSLATE_NOOP("cs::PasswordWords", "Many people have this password, so it is tried "
                                                                   "first. Take a less usual one."));
    return {};
}

}  // namespace cs
