#pragma once

#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include "client/credentialstore.h"
#include "models/serverlist.h"
#include "pages/signinflow.h"
#include "support/scriptedservice.h"

namespace cs {

// A keychain that does as a test says.
class ScriptedStore final : public CredentialStore {
public:
    Async<std::optional<QString>> read(const QString &key) override
    {
        ++reads;
        if (trouble)
            return failed<std::optional<QString>>(storeError(*trouble));
        return ready<std::optional<QString>>(secrets.contains(key) ? std::optional(secrets.value(key)) : std::nullopt);
    }
    Async<Done> write(const QString &key, const QString &secret) override
    {
        writes.append(secret);
        if (trouble)
            return failed(storeError(*trouble));
        if (slow) {
            pending.emplace_back();
            return andThen(&context, pending.back().future(), [this, key, secret](Done) {
                secrets[key] = secret;
                return Result<Done>(Done{});
            });
        }
        secrets[key] = secret;
        return ready<Done>(Done{});
    }
    Async<Done> remove(const QString &key) override
    {
        secrets.remove(key);
        return ready<Done>(Done{});
    }

    QMap<QString, QString> secrets;
    QStringList writes;
    std::optional<StoreTrouble> trouble;
    // Writes end when a test finishes what is pending.
    bool slow = false;
    std::vector<Promise<Done>> pending;
    int reads = 0;
    QObject context;
};

// All that a sign-in takes, on a scripted service and settings of its own.
struct SignInStage {
    // With the keychain and the locks of another one.
    explicit SignInStage(CredentialStore *shared = nullptr)
        : settings(folder.filePath(QStringLiteral("console.ini")), QSettings::IniFormat),
          servers(settings),
          session(service.transports(), scriptedOptions()),
          flow(session, shared ? *shared : store, servers)
    {}

    bool reaches(SignInFlow::Step step)
    {
        return QTest::qWaitFor([&] { return flow.step() == step; });
    }
    void type(const QString &password, const QString &code = {}, bool keep = true)
    {
        flow.signIn({address, {QStringLiteral("alice"), password, code}, keep});
    }
    // The server shows a certificate that cannot be taken.
    void showCertificate(Trouble trouble, const QString &fingerprint)
    {
        service.refuses = true;
        service.refusal = certificateError(QStringLiteral("tls"), {}, trouble, fingerprint);
    }
    QString key() const { return QStringLiteral("alice@camera.example:8002"); }

    QTemporaryDir folder;
    QSettings settings;
    ScriptedService service;
    ScriptedStore store;
    ServerList servers;
    Session session;
    SignInFlow flow;
    QString address = QStringLiteral("camera.example");
};

}  // namespace cs
