#pragma once

#include "base/error.h"

namespace cs {

// Why a connection or a sign-in failed, for programs that choose words and ways out by it. An Error carries it as the
// member "trouble" of its data.
enum class Trouble {
    // No failure of these kinds; the message says what it was.
    Other,
    // Nobody answers, or the connection was lost: worth another try.
    Unreachable,
    // Something answers that is no camera service.
    NotAService,
    // Name or password wrong, or the user is disabled: the service does not tell these apart.
    WrongPassword,
    // The password is right, and a code of the authenticator is needed.
    SecondFactorNeeded,
    // The code was wrong or used before.
    SecondFactorWrong,
    TooManyTries,
    UserDisabled,
    EndedByAdmin,
    // By the same user, elsewhere.
    EndedByUser,
    // By somebody else, or elsewhere: all that the user had open ended with it.
    PasswordChanged,
    // The remembered sign-in does not hold any more, for another reason: expired, or used elsewhere.
    SignInOver,
    // TLS with a certificate that nobody vouches for; `fingerprintOf()` tells which.
    CertificateUnknown,
    // Another certificate than the one that was accepted for this address. `fingerprintOf()` tells the new one.
    CertificateChanged,
    // TLS could not be agreed on for another reason.
    TlsFailed,
    // Given up on the person's own wish.
    Cancelled,
};

Trouble troubleOf(const Error &error);
// Whether the same credentials, or the same certificate, will be refused again.
bool isRefusal(const Error &error);
Error withTrouble(Error error, Trouble trouble);
// A connection error about the certificate with this fingerprint.
Error certificateError(const QString &message, const QString &hint, Trouble trouble, const QString &fingerprint);
// SHA-256 of the certificate the peer showed, in lower case hex; empty for errors that are not about one.
QString fingerprintOf(const Error &error);

}  // namespace cs
