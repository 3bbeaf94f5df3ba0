#include "auth/commonpasswords.h"

#include <algorithm>
#include <array>
#include <vector>

#include <QSet>

namespace cs {

namespace {

// Words that passwords are made of most often, and those that this product suggests. Ten characters are reached by
// joining or decorating them, so short ones count as well.
constexpr auto commonWords =
    "password passwort passw0rd pass pwd parola senha contrasena motdepasse wachtwoord geheim secret secrets hidden "
    "admin administrator administrateur root superuser sysadmin system master manager owner guest user username login "
    "logon signin welcome willkommen hello hallo bonjour letmein openup access enter sesame opensesame default changeme "
    "changeit change temp temporary test tester testing demo example sample unknown nothing none null please thankyou "
    "my the me this is it in i you love iloveyou loveyou lovely sweet sweetheart honey darling baby babygirl angel "
    "princess prince queen king dragon monkey tiger lion eagle falcon wolf shadow ninja samurai warrior knight batman "
    "superman spiderman ironman pokemon pikachu starwars matrix trustno football soccer baseball basketball hockey "
    "liverpool chelsea arsenal barcelona realmadrid juventus bayern yankees cowboys steelers michael jordan michelle "
    "jessica ashley daniel jennifer thomas charlie andrew joshua matthew nicole anthony robert william samantha "
    "computer internet windows microsoft google facebook linux ubuntu debian android iphone samsung apple server "
    "network router wifi security secure camera cameras cam webcam cctv video stream streaming service surveillance "
    "monitor monitoring viewer operator recorder recording mediamtx hikvision dahua axis foscam reolink ubiquiti "
    "sunshine summer winter spring autumn january february march april june july august september october november "
    "december monday tuesday wednesday thursday friday saturday sunday today tomorrow forever freedom whatever "
    "mustang ferrari porsche mercedes corvette harley yamaha honda toyota money dollar lucky diamond golden silver "
    "killer hunter ranger maverick phoenix thunder cookie chocolate banana orange cheese pepper ginger buster "
    "qwerty qwertz azerty qwert asdf asdfgh zxcv zxcvbn zxcvbnm qazwsx qaz wsx edc qweasd qweasdzxc asdasd abc abcd "
    "correcthorsebatterystaple";

// In both directions; digits count on from 9 to 0, as on the keyboard.
constexpr std::array<const char *, 9> runs{"abcdefghijklmnopqrstuvwxyz",
                                           "01234567890",
                                           "qwertyuiop[]",
                                           "qwertzuiop",
                                           "azertyuiop",
                                           "asdfghjkl;'",
                                           "zxcvbnm,./",
                                           "yxcvbnm",
                                           "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/"};
constexpr int fewCharacters = 3;
constexpr qsizetype longestRepeatedPiece = 6;
constexpr int fewRuns = 2;

const QSet<QString> &wordSet()
{
    static const QSet<QString> words = [] {
        const QStringList list = QString::fromLatin1(commonWords).split(u' ');
        return QSet<QString>(list.begin(), list.end());
    }();
    return words;
}

QChar letterFor(QChar c)
{
    switch (c.unicode()) {
    case u'0': return u'o';
    case u'1':
    case u'!':
    case u'|': return u'i';
    case u'3': return u'e';
    case u'4':
    case u'@': return u'a';
    case u'5':
    case u'$': return u's';
    case u'7': return u't';
    default: return c;
    }
}

QString foldedPassword(const QString &password)
{
    return password.normalized(QString::NormalizationForm_KC).toCaseFolded();
}

QString lettersOf(const QString &text)
{
    QString letters;
    std::copy_if(text.begin(), text.end(), std::back_inserter(letters), [](QChar c) { return c.isLetter(); });
    return letters;
}

// Whether the text is nothing but common words, one after the other.
bool isMadeOfWords(const QString &text)
{
    std::vector<bool> reachable(static_cast<size_t>(text.size()) + 1, false);
    reachable[0] = true;
    for (qsizetype end = 1; end <= text.size(); ++end) {
        for (qsizetype begin = 0; begin < end && !reachable[static_cast<size_t>(end)]; ++begin) {
            if (reachable[static_cast<size_t>(begin)] && wordSet().contains(text.mid(begin, end - begin)))
                reachable[static_cast<size_t>(end)] = true;
        }
    }
    return !text.isEmpty() && reachable.back();
}

bool isRepetition(const QString &text)
{
    if (QSet<QChar>(text.begin(), text.end()).size() <= fewCharacters)
        return true;
    for (qsizetype piece = 1; piece <= std::min(longestRepeatedPiece, text.size() / 2); ++piece) {
        bool repeats = true;
        for (qsizetype i = piece; i < text.size() && repeats; ++i)
            repeats = text[i] == text[i - piece];
        if (repeats)
            return true;
    }
    return false;
}

bool isNextInRun(QChar a, QChar b)
{
    return std::any_of(runs.begin(), runs.end(), [&](const char *run) {
        const QString forward = QString::fromLatin1(run);
        return forward.contains(QString(a) + b) || forward.contains(QString(b) + a);
    });
}

// Whether it is at most a few runs of neighbours, such as qwertyuiop or abcde12345.
bool isRun(const QString &text)
{
    int breaks = 0;
    for (qsizetype i = 1; i < text.size(); ++i)
        breaks += isNextInRun(text[i - 1], text[i]) || text[i - 1] == text[i] ? 0 : 1;
    return breaks < fewRuns;
}

}  // namespace

QString passwordCore(const QString &password)
{
    QString folded = foldedPassword(password);
    std::transform(folded.begin(), folded.end(), folded.begin(), letterFor);
    return lettersOf(folded);
}

bool isCommonPassword(const QString &password)
{
    const QString folded = foldedPassword(password);
    // What is longer is no word that anybody lists, and the search below takes the square of the length.
    constexpr qsizetype longest = 64;
    if (isRepetition(folded))
        return true;
    if (folded.size() > longest)
        return false;
    // Digits at the ends are decoration; within, they stand for letters.
    const auto isSign = [](QChar c) { return !c.isLetter(); };
    const auto first = std::find_if_not(folded.begin(), folded.end(), isSign);
    const auto last = std::find_if_not(folded.rbegin(), std::make_reverse_iterator(first), isSign).base();
    const QString inner(first, last - first);
    return isRun(folded) || isMadeOfWords(lettersOf(folded)) || isMadeOfWords(passwordCore(inner))
           || isMadeOfWords(passwordCore(folded));
}

}  // namespace cs
