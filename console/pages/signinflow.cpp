#include "pages/signinflow.h"

#include "models/words.h"

namespace cs {

SignInFlow::SignInFlow(Session &session, CredentialStore &store, ServerList &servers, QObject *parent)
    : QObject(parent),
      m_session(session),
      m_servers(servers),
      m_tokens(store)
{
    connect(&session, &Session::stateChanged, this, &SignInFlow::onState);
    connect(&session, &Session::refreshTokenChanged, this, &SignInFlow::onToken);
    connect(&session, &Session::passwordChangeRequired, this, [this] { setStep(Step::NewPassword); });
    connect(&m_tokens, &TokenKeeper::notKept, this, [this](const QString &, const Error &why) {
        const std::optional<StoreTrouble> trouble = storeTroubleOf(why);
        const QString words = trouble ? wordsFor(*trouble) : wordsFor(why);
        // Each renewal fails alike, and nothing new can be done about it.
        if (std::exchange(m_toldNotKept, words) != words)
            Q_EMIT notKept(words);
    });
}

SignInFlow::~SignInFlow() = default;

void SignInFlow::begin(const QString &address, const QString &user)
{
    const std::optional<RememberedServer> last = m_servers.lastUsed();
    m_entry.address = address.isEmpty() && last ? last->address.toString() : address;
    m_entry.login.user = user;
    if (m_entry.address.isEmpty())
        m_entry.address = QStringLiteral("localhost");
    const Result<ServerAddress> parsed = ServerAddress::parse(m_entry.address);
    if (!parsed.ok()) {
        setStep(Step::Form, wordsFor(parsed.error()));
        return;
    }
    if (user.isEmpty() && last && last->address == *parsed)
        m_entry.login.user = last->userName;
    if (m_entry.login.user.isEmpty())
        setStep(Step::Form);
    else
        find(*parsed, false);
}

void SignInFlow::signIn(const SignInEntry &entry)
{
    m_entry = entry;
    m_cancelling = false;
    const Result<ServerAddress> address = ServerAddress::parse(entry.address.trimmed());
    if (!address.ok()) {
        setStep(Step::Form, wordsFor(address.error()));
        return;
    }
    if (entry.login.user.trimmed().isEmpty()) {
        setStep(Step::Form, tr("Type the name of the user."));
        return;
    }
    m_entry.login.user = entry.login.user.trimmed();
    if (entry.login.password.isEmpty()) {
        find(*address, true);
        return;
    }
    setStep(Step::Busy);
    m_session.signIn(*address, m_entry.login);
}

void SignInFlow::find(const ServerAddress &address, bool asked)
{
    setStep(Step::Busy);
    const int search = ++m_search;
    whenDone(this, m_tokens.find(credentialKey(address, m_entry.login.user)),
             [this, search, address, asked](const Result<std::optional<QString>> &token) {
                 if (search == m_search && m_step == Step::Busy)
                     onFound(address, token, asked);
             });
}

void SignInFlow::onFound(const ServerAddress &address, const Result<std::optional<QString>> &token, bool asked)
{
    if (!token.ok()) {
        const std::optional<StoreTrouble> trouble = storeTroubleOf(token.error());
        const QString words = trouble ? wordsFor(*trouble) : wordsFor(token.error());
        setStep(Step::Form, asked ? tr("Type the password.") + u' ' + words : words, !asked);
        return;
    }
    if (!*token) {
        setStep(Step::Form, asked ? tr("Type the password.") : QString());
        return;
    }
    m_entry.keep = true;
    m_cancelling = false;
    m_session.resume(address, m_entry.login.user, **token);
}

void SignInFlow::cancel()
{
    ++m_search;
    m_cancelling = true;
    m_entry.login.totpCode.clear();
    if (m_session.state() == Session::State::SignedOut)
        setStep(Step::Form);
    else
        m_session.signOut();
}

void SignInFlow::acceptCertificate()
{
    const Result<ServerAddress> address = ServerAddress::parse(m_entry.address.trimmed());
    if (m_step != Step::Certificate || m_certificateChanged || m_fingerprint.isEmpty() || !address.ok())
        return;
    m_servers.setPin(address->key(), m_fingerprint);
    signIn(m_entry);
}

void SignInFlow::changePassword(const QString &oldPassword, const QString &newPassword)
{
    m_trouble.clear();
    whenDone(this, m_session.changePassword(oldPassword, newPassword), [this](const Result<Done> &result) {
        if (!result.ok() && m_step == Step::NewPassword)
            setStep(Step::NewPassword, wordsFor(result.error()));
    });
}

void SignInFlow::signOut()
{
    m_cancelling = false;
    m_entry.login.password.clear();
    m_session.signOut();
}

void SignInFlow::forgetServer(int row)
{
    m_tokens.forget(m_servers.server(row).credentialKey());
    m_servers.forget(row);
}

QString SignInFlow::acceptedFingerprint() const
{
    const Result<ServerAddress> address = ServerAddress::parse(m_entry.address.trimmed());
    return address.ok() ? m_servers.pin(address->key()) : QString();
}

void SignInFlow::setStep(Step step, const QString &trouble, bool hint)
{
    m_step = step;
    m_trouble = trouble;
    m_hint = hint;
    Q_EMIT changed();
}

void SignInFlow::onState(Session::State state, const Error &why)
{
    if (state == Session::State::Connecting)
        m_toldNotKept.clear();
    if (state == Session::State::SignedOut)
        onSignedOut(why);
    else if (state == Session::State::Live)
        onLive();
    // A loss of the connection is no matter of signing in, unless one never got so far.
    else if (m_step != Step::SignedIn && !m_session.mustChangePassword())
        setStep(Step::Busy, state == Session::State::Reconnecting ? wordsFor(why) : QString(), true);
}

void SignInFlow::onSignedOut(const Error &why)
{
    const Trouble trouble = troubleOf(why);
    m_needsCode = trouble == Trouble::SecondFactorNeeded || trouble == Trouble::SecondFactorWrong;
    // What is shown is what will be accepted: that of this very attempt.
    m_fingerprint = fingerprintOf(why);
    m_certificateChanged = trouble == Trouble::CertificateChanged;
    m_entry.login.totpCode.clear();
    if (m_cancelling || trouble == Trouble::Cancelled || why.message.isEmpty())
        setStep(Step::Form);
    else if (trouble == Trouble::CertificateUnknown || trouble == Trouble::CertificateChanged)
        setStep(Step::Certificate);
    else
        setStep(Step::Form, wordsFor(why), trouble == Trouble::SecondFactorNeeded);
}

void SignInFlow::onToken(const QString &token)
{
    if (m_cancelling && token.isEmpty())
        return;
    if (token.isEmpty() || !m_entry.keep)
        m_tokens.forget(key());
    else
        m_tokens.keep(key(), token);
}

void SignInFlow::onLive()
{
    m_servers.remember(m_session.address(), m_session.userName());
    m_entry.login.password.clear();
    m_entry.login.totpCode.clear();
    m_entry.address = m_session.address().toString();
    m_needsCode = false;
    m_cancelling = false;
    if (m_step != Step::SignedIn)
        setStep(Step::SignedIn);
}

}  // namespace cs

#include "moc_signinflow.cpp"
