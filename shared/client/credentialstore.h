#pragma once

#include <map>
#include <optional>

#include <QString>

#include "base/future.h"

namespace cs {

// Why a secret could not be kept or found; an Error carries it as the member "store" of its data.
// InUse: another running program has taken it.
enum class StoreTrouble { NoKeychain, Locked, Denied, TimedOut, InUse, Other };

// Keeps secrets under keys ("user@host:port"). Every answer comes within a few seconds. Lives on one thread and
// outlives the answers.
class CredentialStore {
public:
    virtual ~CredentialStore() = default;
    // Nothing if there is none under this key.
    virtual Async<std::optional<QString>> read(const QString &key) = 0;
    virtual Async<Done> write(const QString &key, const QString &secret) = 0;
    // Done as well if there was none.
    virtual Async<Done> remove(const QString &key) = 0;
};

// Keeps secrets for this run of the program only.
class MemoryCredentialStore final : public CredentialStore {
public:
    Async<std::optional<QString>> read(const QString &key) override;
    Async<Done> write(const QString &key, const QString &secret) override;
    Async<Done> remove(const QString &key) override;

private:
    std::map<QString, QString> m_secrets;
};

// `detail` comes from the keychain and holds no secret.
Error storeError(StoreTrouble trouble, const QString &detail = {});
// Nothing for errors that are not of a store.
std::optional<StoreTrouble> storeTroubleOf(const Error &error);

}  // namespace cs
