#pragma once

#include <optional>

#include <QObject>

#include "client/session.h"
#include "models/serverlist.h"
#include "pages/tokenkeeper.h"

namespace cs {

// What a person has typed to sign in.
struct SignInEntry {
    QString address;
    Login login;
    // Keep the sign-in in the keychain.
    bool keep = true;
};

// The way from nobody to signed in, step by step: remembered sign-ins, certificates, second factor, forced change of the
// password. Knows no widget; holds what was typed only until it was taken. Lives on the window's thread; session, store
// and list outlive it.
class SignInFlow final : public QObject {
    Q_OBJECT
public:
    // Form: wants an entry, with the code if needsCode(). Busy: can be cancelled. Certificate: has to be decided on.
    enum class Step { Form, Busy, Certificate, NewPassword, SignedIn };

    SignInFlow(Session &session, CredentialStore &store, ServerList &servers, QObject *parent = nullptr);
    ~SignInFlow() override;

    // At the start of the program: takes up the sign-in that was used last, if the keychain has it. An address or user
    // of the command line says which.
    void begin(const QString &address, const QString &user);
    // An entry without a password is looked for in the keychain.
    void signIn(const SignInEntry &entry);
    // Takes back what is under way; nothing that was kept is lost.
    void cancel();
    // The certificate is the right one: tries again with it. Only for one that is new, not for one that changed.
    void acceptCertificate();
    void changePassword(const QString &oldPassword, const QString &newPassword);
    // Ends the login, and what was kept of it.
    void signOut();
    void forgetServer(int row);

    Step step() const { return m_step; }
    // What the form shows; its password only while it is needed again.
    const SignInEntry &entry() const { return m_entry; }
    // Why the last try did not succeed, in words; empty if there was none.
    const QString &trouble() const { return m_trouble; }
    // It is worth knowing, but nothing failed that a person had asked for.
    bool isHint() const { return m_hint; }
    bool needsCode() const { return m_needsCode; }
    // In the step Certificate.
    const QString &fingerprint() const { return m_fingerprint; }
    bool certificateChanged() const { return m_certificateChanged; }
    QString acceptedFingerprint() const;
    const Session &session() const { return m_session; }

Q_SIGNALS:
    void changed();
    // The sign-in holds, but could not be kept; in words, once for each sign-in.
    void notKept(const QString &words);

private:
    void setStep(Step step, const QString &trouble = {}, bool hint = false);
    void onState(Session::State state, const Error &why);
    void onSignedOut(const Error &why);
    void onToken(const QString &token);
    void onFound(const ServerAddress &address, const Result<std::optional<QString>> &token, bool asked);
    void onLive();
    void find(const ServerAddress &address, bool asked);
    QString key() const { return credentialKey(m_session.address(), m_session.userName()); }

    Session &m_session;
    ServerList &m_servers;
    TokenKeeper m_tokens;
    SignInEntry m_entry;
    Step m_step = Step::Form;
    QString m_trouble;
    QString m_toldNotKept;
    bool m_hint = false;
    QString m_fingerprint;
    bool m_certificateChanged = false;
    bool m_needsCode = false;
    // A remembered sign-in that was given up stays remembered.
    bool m_cancelling = false;
    // Counts searches in the keychain: an answer that nobody waits for any more is dropped.
    int m_search = 0;
};

}  // namespace cs
