#include "audit/mediaentries.h"

#include "audit/auditresult.h"

namespace cs {

AuditEntry downloadEntry(const QString &username, const QString &address, const QString &file,
                         std::optional<CameraId> device, const Error *error)
{
    return {username, address, QString::fromLatin1(auditaction::Download), file, device, auditResult(error), {}};
}

AuditEntry streamEntry(StreamDeed deed, const QString &username, const QString &address, CameraId device,
                       const QString &protocol)
{
    const bool ends = deed == StreamDeed::End;
    const Error refusal = Error::permissionDenied({}, {});
    return {username, address, QString::fromLatin1(ends ? auditaction::StreamEnd : auditaction::StreamStart),
            protocol, device,  auditResult(deed == StreamDeed::Refused ? &refusal : nullptr),
            {}};
}

}  // namespace cs
