#pragma once

#include "auth/credentialbox.h"
#include "auth/secrets.h"
#include "storage/metatable.h"

namespace cs {

// Finds out whether the key of the credentials is the one that this database's were sealed with, by a known text that
// is sealed beside them. With another key the error is a sentence for the operator; a key that was made just now counts
// as meant, and takes the place of the one before. A full disk, on which the first such text has no room, is no error.
// All outlive the answer. Service thread.
Async<Done> checkCredentialKey(MetaTable &table, const CredentialBox &box, Secrets::Source source);

}  // namespace cs
