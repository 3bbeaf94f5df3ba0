#pragma once

#include <functional>
#include <vector>

#include "auth/credentialbox.h"
#include "auth/secrets.h"
#include "storage/metatable.h"

namespace cs {

// One text that is sealed in the database, and whose it is.
struct SealedText {
    enum class Kind { Camera, SecondFactor };
    Kind kind = Kind::Camera;
    QByteArray owner;
    QByteArray sealed;
};

struct CredentialUnlock {
    // Locked so far. Both outlive the answer.
    CredentialBox &box;
    MetaTable &table;
    Secrets::CredentialKeys keys;
    // All there are.
    std::vector<SealedText> texts;
    std::function<Result<QByteArray>()> makeKey;
};

// Gives the box the keys that this database's texts were sealed with; which of those at hand they are, the texts tell, and
// where there are none yet a known one that is sealed beside them.
// - A systemd credential that opens nothing ends the start: the error is a sentence for the operator.
// - A key file that opens nothing is not used. Without a key the box stays locked, and the log says what to do.
// - A key is made only where nothing is sealed.
// - What an earlier start sealed with a key file of its own goes on being opened beside the credential.
// A full disk, on which the known text has no room, is no error. Service thread.
Async<Done> unlockCredentials(CredentialUnlock parts);

}  // namespace cs
