#pragma once

#include "audit/auditentry.h"
#include "base/error.h"

// What the trail is told of media that leave the service. Each is a deed of `username` (empty: nobody signed in) from
// `address`.
namespace cs {

// A file was sent, or refused if there is an error. `file` as in "recordings/NAME".
AuditEntry downloadEntry(const QString &username, const QString &address, const QString &file,
                         std::optional<CameraId> device, const Error *error);

enum class StreamDeed { Start, End, Refused };
// `protocol` is rtsp, hls or webrtc.
AuditEntry streamEntry(StreamDeed deed, const QString &username, const QString &address, CameraId device,
                       const QString &protocol);

}  // namespace cs
