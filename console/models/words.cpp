#include "models/words.h"

#include <cmath>

#include <QLocale>

#include "client/connectionerror.h"
#include "models/passwordwords.h"

namespace cs {

namespace {

QString word(const char *text)
{
    return QCoreApplication::translate("cs::Words", text);
}

// Nothing for kinds that the message describes better.
QString troubleWords(Trouble trouble)
{
    switch (trouble) {
    case Trouble::Unreachable:
        return word(
            QT_TRANSLATE_NOOP("cs::Words", "The service cannot be reached. Check the address and the network."));
    case Trouble::NotAService:
        return word(
            QT_TRANSLATE_NOOP("cs::Words", "Something else than a camera service answers there. Check the address."));
    case Trouble::WrongPassword:
        return word(QT_TRANSLATE_NOOP("cs::Words", "User or password is wrong, or the user is disabled."));
    case Trouble::SecondFactorNeeded:
        return word(QT_TRANSLATE_NOOP("cs::Words", "Enter the code that your authenticator shows."));
    case Trouble::SecondFactorWrong:
        return word(QT_TRANSLATE_NOOP("cs::Words", "The code is wrong or was used before. Enter the next one."));
    case Trouble::TooManyTries:
        return word(QT_TRANSLATE_NOOP("cs::Words", "Too many tries. Wait a little and try again."));
    case Trouble::UserDisabled:
        return word(QT_TRANSLATE_NOOP("cs::Words", "This user was disabled or removed. Ask an administrator."));
    case Trouble::EndedByAdmin:
        return word(QT_TRANSLATE_NOOP("cs::Words", "An administrator ended this session. Sign in again."));
    case Trouble::EndedByUser:
        return word(QT_TRANSLATE_NOOP("cs::Words", "This session was ended elsewhere. Sign in again."));
    case Trouble::PasswordChanged:
        return word(QT_TRANSLATE_NOOP("cs::Words", "The password was changed. Sign in with the new one."));
    case Trouble::SignInOver:
        return word(QT_TRANSLATE_NOOP("cs::Words", "The sign-in does not hold any more. Sign in again."));
    case Trouble::CertificateUnknown:
        return word(QT_TRANSLATE_NOOP("cs::Words", "Nobody vouches for the certificate of this service."));
    case Trouble::CertificateChanged:
        return word(QT_TRANSLATE_NOOP("cs::Words", "The service shows another certificate than the one you accepted. "
                                                   "Somebody may be listening in."));
    case Trouble::TlsFailed: return word(QT_TRANSLATE_NOOP("cs::Words", "No trusted TLS connection could be made."));
    case Trouble::Cancelled: return word(QT_TRANSLATE_NOOP("cs::Words", "Cancelled."));
    case Trouble::Other: return {};
    }
    return {};
}

// What the service or the system said, which is in English, with a line of ours before it.
QString codeWords(const Error &error)
{
    switch (error.code) {
    case ErrorCode::PermissionDenied: return word(QT_TRANSLATE_NOOP("cs::Words", "You may not do that."));
    case ErrorCode::Unauthenticated: return word(QT_TRANSLATE_NOOP("cs::Words", "You are not signed in any more."));
    case ErrorCode::NotFound: return word(QT_TRANSLATE_NOOP("cs::Words", "That is not there any more."));
    case ErrorCode::RateLimited:
        return word(QT_TRANSLATE_NOOP("cs::Words", "Too much at once. Wait a little and try again."));
    case ErrorCode::InvalidParams: return word(QT_TRANSLATE_NOOP("cs::Words", "The service does not accept that: %1"));
    case ErrorCode::InvalidState: return word(QT_TRANSLATE_NOOP("cs::Words", "Not possible now: %1"));
    case ErrorCode::Unsupported: return word(QT_TRANSLATE_NOOP("cs::Words", "The service does not offer that: %1"));
    case ErrorCode::DependencyFailed:
        return word(QT_TRANSLATE_NOOP("cs::Words", "Something that the service needs has failed: %1"));
    case ErrorCode::Internal: return word(QT_TRANSLATE_NOOP("cs::Words", "That failed: %1"));
    case ErrorCode::Cancelled: return word(QT_TRANSLATE_NOOP("cs::Words", "Cancelled."));
    }
    return {};
}

// Which param, which rule, what to do: the parts of an error that its message alone does not tell.
QString detailOf(const Error &error)
{
    const auto text = [&error](QLatin1String member) { return error.data.value(member).toString(); };
    const QString rule = text(QLatin1String("rule"));
    QString detail = rule.isEmpty() ? error.message : (text(QLatin1String("param")) + u' ' + rule).trimmed();
    const QString more = text(QLatin1String("detail"));
    if (!more.isEmpty() && !detail.contains(more))
        detail += QLatin1String(" (") + more + u')';
    const QString hint = text(QLatin1String("hint"));
    return hint.isEmpty() ? detail : detail + QLatin1String("; ") + hint;
}

}  // namespace

QString wordsFor(const Error &error)
{
    if (const auto store = storeTroubleOf(error))
        return wordsFor(*store);
    const QString trouble = troubleWords(troubleOf(error));
    if (!trouble.isEmpty())
        return trouble;
    if (const QString password = passwordTroubleWords(error); !password.isEmpty())
        return password;
    // Of ServerAddress::parse().
    if (error.data.value(QLatin1String("param")) == QLatin1String("address"))
        return word(QT_TRANSLATE_NOOP("cs::Words", "That is no address of a service. Type a name such as "
                                                   "camera.example, or wss://camera.example:8002/ws."));
    const QString words = codeWords(error);
    return words.contains(QLatin1String("%1")) ? words.arg(detailOf(error)) : words;
}

QString wordsFor(Session::State state)
{
    switch (state) {
    case Session::State::SignedOut: return word(QT_TRANSLATE_NOOP("cs::Words", "Signed out"));
    case Session::State::Connecting: return word(QT_TRANSLATE_NOOP("cs::Words", "Connecting"));
    case Session::State::SigningIn: return word(QT_TRANSLATE_NOOP("cs::Words", "Signing in"));
    case Session::State::Live: return word(QT_TRANSLATE_NOOP("cs::Words", "Connected"));
    case Session::State::Reconnecting: return word(QT_TRANSLATE_NOOP("cs::Words", "Connection lost, trying again"));
    }
    return {};
}

QString wordsFor(StoreTrouble trouble)
{
    switch (trouble) {
    case StoreTrouble::NoKeychain:
        return word(
            QT_TRANSLATE_NOOP("cs::Words", "This desktop has no keychain: the sign-in holds for this session only."));
    case StoreTrouble::Locked:
        return word(QT_TRANSLATE_NOOP("cs::Words", "The keychain is locked: unlock it, or the sign-in holds for this "
                                                   "session only."));
    case StoreTrouble::Denied:
        return word(
            QT_TRANSLATE_NOOP("cs::Words", "The keychain refused access: the sign-in holds for this session only."));
    case StoreTrouble::TimedOut:
        return word(
            QT_TRANSLATE_NOOP("cs::Words", "The keychain does not answer: the sign-in holds for this session only."));
    case StoreTrouble::InUse:
        return word(QT_TRANSLATE_NOOP("cs::Words", "Another running console uses the kept sign-in: with the password, "
                                                   "this one holds for this session only."));
    case StoreTrouble::Other:
        return word(QT_TRANSLATE_NOOP("cs::Words",
                                      "The keychain failed: the sign-in holds for this session only. Start "
                                      "the console anew to have it kept."));
    }
    return {};
}

QString sizeWords(qint64 bytes)
{
    return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
}

QString durationWords(double seconds)
{
    if (seconds < 0)
        return {};
    const auto whole = std::llround(seconds);
    const QString tail = QStringLiteral("%1:%2")
                             .arg(whole / 60 % 60, whole >= 3600 ? 2 : 1, 10, QLatin1Char('0'))
                             .arg(whole % 60, 2, 10, QLatin1Char('0'));
    return whole >= 3600 ? QString::number(whole / 3600) + u':' + tail : tail;
}

QString timeWords(Timestamp time)
{
    return QLocale().toString(localTimeOf(time), QLocale::ShortFormat);
}

QDateTime localTimeOf(Timestamp time)
{
    return QDateTime::fromMSecsSinceEpoch(
        std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch().count());
}

}  // namespace cs
