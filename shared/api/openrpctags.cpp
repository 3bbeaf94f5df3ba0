#include "api/openrpctags.h"

#include <QHash>

#include "api/accounts.h"
#include "api/audit.h"
#include "api/discover.h"
#include "api/events.h"
#include "api/keys.h"
#include "api/media.h"
#include "api/rights.h"
#include "api/server.h"
#include "api/session.h"
#include "api/streams.h"

namespace cs::api {

namespace {

using Tags = QHash<QByteArray, QString>;

template<class List>
void tagAll(Tags &tags, const char *tag)
{
    List::forEach([&]<Method M>() { tags.insert(M::info.name, QString::fromLatin1(tag)); });
}

Tags makeTags()
{
    Tags tags;
    tagAll<SessionMethods>(tags, "session");
    tagAll<AccountMethods>(tags, "accounts");
    tagAll<ServerMethods>(tags, "server");
    tagAll<DiscoverMethods>(tags, "server");
    tagAll<CameraMethods>(tags, "cameras");
    tagAll<StreamMethods>(tags, "streams");
    tagAll<MediaMethods>(tags, "media");
    tagAll<EventMethods>(tags, "events");
    tagAll<KeyMethods>(tags, "keys");
    tagAll<RightsMethods>(tags, "rights");
    tagAll<AuditMethods>(tags, "audit");
    return tags;
}

}  // namespace

QString tagOf(const char *method)
{
    static const Tags tags = makeTags();
    return tags.value(method, QStringLiteral("other"));
}

}  // namespace cs::api
