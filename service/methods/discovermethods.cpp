#include "methods/discovermethods.h"

#include "api/discover.h"
#include "api/openrpc.h"
#include "rpc/methodtable.h"

namespace cs {

namespace {

// The declared methods that the table answers, with the table's roles.
std::vector<api::MethodDescription> boundMethods(const MethodTable &table)
{
    std::vector<api::MethodDescription> bound;
    for (api::MethodDescription method : api::allMethods()) {
        const MethodTable::Entry *entry = table.find(QString::fromLatin1(method.info.name));
        if (!entry)
            continue;
        method.info.access = entry->info.access;
        bound.push_back(std::move(method));
    }
    return bound;
}

}  // namespace

void bindDiscoverMethods(MethodTable &table, const QString &version)
{
    // Filled below, once rpc.discover itself is bound and so describes itself as well.
    const auto text = std::make_shared<api::OpenRpcText>();
    table.bind<api::Discover>(
        [text](const Call &, const api::Discover::Params &) -> Result<api::OpenRpcText> { return *text; });
    text->json = json::toJson(api::openRpcDocument(version, boundMethods(table)));
}

}  // namespace cs
