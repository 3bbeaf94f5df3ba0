#include "client/trouble.h"

#include <array>

#include "client/connectionerror.h"

namespace cs {

namespace {

const QLatin1String troubleMember("trouble");
const QLatin1String fingerprintMember("fingerprint");

constexpr std::array troubleNames{
    std::pair{Trouble::Unreachable, "unreachable"},
    std::pair{Trouble::NotAService, "not_a_service"},
    std::pair{Trouble::WrongPassword, "wrong_password"},
    std::pair{Trouble::SecondFactorNeeded, "second_factor_needed"},
    std::pair{Trouble::SecondFactorWrong, "second_factor_wrong"},
    std::pair{Trouble::TooManyTries, "too_many_tries"},
    std::pair{Trouble::UserDisabled, "user_disabled"},
    std::pair{Trouble::EndedByAdmin, "ended_by_admin"},
    std::pair{Trouble::EndedByUser, "ended_by_user"},
    std::pair{Trouble::PasswordChanged, "password_changed"},
    std::pair{Trouble::SignInOver, "sign_in_over"},
    std::pair{Trouble::CertificateUnknown, "certificate_unknown"},
    std::pair{Trouble::CertificateChanged, "certificate_changed"},
    std::pair{Trouble::TlsFailed, "tls_failed"},
};

}  // namespace

Trouble troubleOf(const Error &error)
{
    const QString name = error.data.value(troubleMember).toString();
    for (const auto &[trouble, known] : troubleNames) {
        if (name == QLatin1String(known))
            return trouble;
    }
    if (error.code == ErrorCode::Cancelled)
        return Trouble::Cancelled;
    return isConnectionError(error) ? Trouble::Unreachable : Trouble::Other;
}

Error withTrouble(Error error, Trouble trouble)
{
    for (const auto &[candidate, name] : troubleNames) {
        if (candidate == trouble)
            error.data.insert(troubleMember, QString::fromLatin1(name));
    }
    return error;
}

bool isRefusal(const Error &error)
{
    const Trouble trouble = troubleOf(error);
    return trouble == Trouble::CertificateUnknown || trouble == Trouble::CertificateChanged
           || error.code == ErrorCode::Unauthenticated || error.code == ErrorCode::PermissionDenied
           || error.code == ErrorCode::InvalidParams;
}

Error certificateError(const QString &message, const QString &hint, Trouble trouble, const QString &fingerprint)
{
    Error error = withTrouble(connectionError(message, hint), trouble);
    error.data.insert(fingerprintMember, fingerprint);
    return error;
}

QString fingerprintOf(const Error &error)
{
    return error.data.value(fingerprintMember).toString();
}

}  // namespace cs
