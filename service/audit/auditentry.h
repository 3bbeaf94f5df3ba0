#pragma once

#include <optional>

#include <QString>

#include "auditchain/auditrecord.h"
#include "base/ids.h"
#include "base/time.h"

namespace cs {

// What the trail is told of one deed; number, time and hash come by themselves. A value; never holds a secret.
struct AuditEntry {
    // Empty for nobody.
    QString username;
    // Empty for this host itself.
    QString address;
    // A method, or one of the words below.
    QString action;
    QString target;
    std::optional<CameraId> device;
    // Ok, or the number and word of the error.
    QString result;
    QString requestId;
};

// Deeds that are no method.
namespace auditaction {
inline constexpr char Download[] = "file.download";
inline constexpr char StreamStart[] = "stream.view_start";
inline constexpr char StreamEnd[] = "stream.view_end";
// A token is about to be given out; the call itself comes after it.
inline constexpr char TokenAhead[] = "token.announced";
// Records of the trail about itself.
inline constexpr char Lost[] = "audit.lost";
inline constexpr char Repeated[] = "audit.repeated";
inline constexpr char Damaged[] = "audit.damaged";
inline constexpr char Cut[] = "audit.cut";
}  // namespace auditaction

namespace auditresult {
inline constexpr char Ok[] = "ok";
}  // namespace auditresult

// What the trail tells of itself.
AuditEntry entryOfTheTrail(const char *action, const QString &target, const QString &address = {});
// As it is written down, but for number and hash.
AuditRecord recordOf(AuditEntry entry, Timestamp at);

}  // namespace cs
