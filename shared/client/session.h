#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include <QObject>
#include <QPointer>

#include "client/client.h"
#include "client/passwordsignin.h"
#include "client/serveraddress.h"
#include "client/sessionoptions.h"
#include "client/tokenrenewal.h"
#include "client/trouble.h"

namespace cs {

// The one connection of a console to a service: signs in, comes back by itself when it was lost, keeps its tokens
// fresh, and says at any time how it is. Owns the client; lives on the window's thread. Must not be deleted inside one
// of its own signals or answers; signIn(), resume() and signOut() may be called anywhere.
class Session final : public QObject, public Caller {
    Q_OBJECT
public:
    // SigningIn also while a password must be changed. Live: calls are answered. Reconnecting: was Live, or resumes a
    // remembered sign-in, and tries for ever.
    enum class State { SignedOut, Connecting, SigningIn, Live, Reconnecting };
    Q_ENUM(State)
    using TransportFactory = std::function<std::unique_ptr<Transport>(const ServerAddress &)>;

    explicit Session(TransportFactory transports, SessionOptions options = {}, QObject *parent = nullptr);
    ~Session() override;

    // One try; if it fails the state is SignedOut with the reason.
    void signIn(const ServerAddress &address, const Login &login);
    // With a refresh token from an earlier run. While the service cannot be reached it is tried again for ever.
    void resume(const ServerAddress &address, const QString &userName, const QString &refreshToken);
    // Ends the login at the service, too, if that can be reached; the state is SignedOut at once.
    void signOut();
    // Tries at once instead of at the end of the wait; only while Reconnecting.
    void retryNow();
    // One's own password; also the forced change (passwordChangeRequired), after which the session goes Live.
    Async<Done> changePassword(const QString &oldPassword, const QString &newPassword);

    State state() const { return m_state; }
    bool isLive() const { return m_state == State::Live; }
    // Why it is SignedOut or Reconnecting; Trouble::Other with an empty message before the first sign-in.
    const Error &reason() const { return m_reason; }
    bool mustChangePassword() const { return m_mustChange; }
    const ServerAddress &address() const { return m_address; }
    const QString &userName() const { return m_userName; }
    // As of the last sign-in; nothing while SignedOut.
    std::optional<Role> role() const;
    bool has(Role role) const;
    QString sessionId() const;

    CallTicket send(const QString &method, const QByteArray &params, const CallOptions &options,
                    CallAnswer answer) override;
    void cancel(CallTicket ticket) override;

Q_SIGNALS:
    // `why` is a reason for people (trouble.h tells its kind) where the new state is SignedOut or Reconnecting. It also
    // holds the fingerprint of a certificate that has to be accepted (CertificatePins) before a sign-in can succeed.
    void stateChanged(cs::Session::State state, const cs::Error &why);
    // To be stored at once, under address() and userName(). Empty: there is none that holds any more, forget it.
    void refreshTokenChanged(const QString &token);
    // The service answers nothing else until changePassword(); the state stays SigningIn.
    void passwordChangeRequired();
    // The next try comes after `wait`.
    void retrying(std::chrono::milliseconds wait, const cs::Error &why);
    // The role is another one than at the last sign-in; calls are answered.
    void roleChanged();
    void notification(const QString &topic, const QByteArray &params);

private:
    void begin(const ServerAddress &address, const QString &userName, std::unique_ptr<PasswordSignIn> signIn);
    void connectClient();
    void onReady();
    void onLost(const Error &reason);
    void onRetrying(std::chrono::milliseconds wait, const Error &reason);
    void onGaveUp(const Error &reason);
    void onSessionEnded(const QString &code);
    void onRenewed(const SignedIn &signedIn);
    void sayFarewell();
    void end(const Error &reason);
    void setState(State state, const Error &why);
    void discardClient();

    TransportFactory m_transports;
    SessionOptions m_options;
    State m_state = State::SignedOut;
    Error m_reason;
    ServerAddress m_address;
    QString m_userName;
    std::unique_ptr<PasswordSignIn> m_signIn;
    std::unique_ptr<Client> m_client;
    std::optional<SignedIn> m_signedIn;
    // Why the service ended the session that is being replaced.
    QString m_endCode;
    // A remembered sign-in, which is tried again even before it was ever Live.
    bool m_resuming = false;
    bool m_mustChange = false;
    quint64 m_generation = 0;
    TokenRenewal m_renewal;
};

}  // namespace cs
