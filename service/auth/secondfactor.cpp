#include "auth/secondfactor.h"

#include <algorithm>

#include <QCryptographicHash>

#include <sodium.h>

#include "auth/credentialbox.h"
#include "auth/logging.h"
#include "auth/totp.h"

namespace cs {

namespace {

// 80 random bits in four groups: nobody finds them in their hash, which needs no salt therefore.
constexpr qsizetype recoveryBytes = 10;
constexpr qsizetype recoveryGroup = 4;

Error wrongCode()
{
    return Error::unauthenticated(QStringLiteral("the code is wrong, or was used before"));
}

QString newRecoveryCode()
{
    QByteArray random(recoveryBytes, Qt::Uninitialized);
    randombytes_buf(random.data(), static_cast<size_t>(random.size()));
    QString code = Totp::base32(random);
    for (qsizetype at = code.size() - recoveryGroup; at > 0; at -= recoveryGroup)
        code.insert(at, u'-');
    return code;
}

// As people type it: with or without dashes and spaces, in either case.
QByteArray recoveryHash(const QString &username, const QString &code)
{
    QString plain = code.toUpper();
    plain.removeIf([](QChar c) { return !c.isLetterOrNumber(); });
    return QCryptographicHash::hash("camera-service recovery " + username.toUtf8() + '\0' + plain.toUtf8(),
                                    QCryptographicHash::Sha256);
}

}  // namespace

SecondFactor::SecondFactor(Users &users, const CredentialBox &box, const Clock &clock, QObject *parent)
    : QObject(parent),
      m_users(users),
      m_box(box),
      m_clock(clock)
{
    connect(&users, &Users::removed, this, [this](const QString &username) {
        m_pending.remove(username);
        m_claimed.remove(username);
    });
}

QByteArray SecondFactor::ownerOf(const QString &username)
{
    return "totp:" + username.toUtf8();
}

Result<SecondFactor::Setup> SecondFactor::begin(const QString &username)
{
    const User *user = m_users.find(username);
    if (!user)
        return Error::notFound(QStringLiteral("user"), username);
    const QByteArray secret = Totp::makeSecret();
    if (const auto sealed = m_box.seal(secret, ownerOf(user->name)); !sealed.ok())
        return sealed.error();
    m_pending.insert(user->name, {secret, m_clock.now() + SetupTime});
    return Setup{Totp::base32(secret), Totp::uri(QStringLiteral("camera-service"), user->name, secret)};
}

Async<std::vector<QString>> SecondFactor::confirm(const QString &username, const QString &code)
{
    using Codes = std::vector<QString>;
    const User *user = m_users.find(username);
    const auto pending = user ? m_pending.constFind(user->name) : m_pending.cend();
    if (pending == m_pending.cend() || pending->until <= m_clock.now()) {
        return failed<Codes>(Error::invalidState(QStringLiteral("no authenticator is being set up; call begin_totp"),
                                                 QStringLiteral("not_begun"), {QStringLiteral("begun")}));
    }
    const auto step = Totp::match(pending->secret, code, m_clock.now(), 0);
    if (!step) {
        return failed<Codes>(Error::invalidParam(
            QStringLiteral("totp_code"), QStringLiteral("is not what the authenticator should show now"),
            QStringLiteral("check the clock of the device, send its newest code")));
    }
    Codes codes;
    std::vector<QByteArray> hashes;
    for (int i = 0; i < RecoveryCodes; ++i) {
        codes.push_back(newRecoveryCode());
        hashes.push_back(recoveryHash(user->name, codes.back()));
    }
    const auto sealed = m_box.seal(pending->secret, ownerOf(user->name));
    if (!sealed.ok())
        return failed<Codes>(sealed.error());
    const QString name = user->name;
    m_pending.remove(name);
    m_claimed.insert(name, *step);
    return andThen(this, m_users.setTotp(name, *sealed, *step, hashes),
                   [codes](const User &) -> Result<Codes> { return codes; });
}

Async<Done> SecondFactor::disable(const QString &username)
{
    return andThen(this, m_users.removeTotp(username), [](const User &) -> Result<Done> { return Done{}; });
}

Async<SecondFactor::Passed> SecondFactor::check(const User &user, const QString &code)
{
    const bool isCode = code.size() == Totp::Digits;
    if (isCode) {
        const auto step = claimStep(user, code);
        return step ? ready<Passed>(Passed{step}) : failed<Passed>(wrongCode());
    }
    return andThen(
        this, m_users.spendRecoveryCode(user.name, recoveryHash(user.name, code)),
        [](bool spent) -> Result<Passed> { return spent ? Result<Passed>(Passed{}) : Result<Passed>(wrongCode()); });
}

std::optional<qint64> SecondFactor::claimStep(const User &user, const QString &code)
{
    const auto secret = m_box.open(user.sealedTotp, ownerOf(user.name));
    if (!secret) {
        qCWarning(lcAuth).noquote() << "the second factor of user" << user.name
                                    << "cannot be checked:" << secret.error().message;
        return std::nullopt;
    }
    const qint64 last = std::max(user.totpLastStep, m_claimed.value(user.name));
    const auto step = Totp::match(*secret, code, m_clock.now(), last);
    if (step)
        m_claimed.insert(user.name, *step);
    return step;
}

}  // namespace cs

#include "moc_secondfactor.cpp"
