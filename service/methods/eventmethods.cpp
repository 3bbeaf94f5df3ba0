#include "methods/eventmethods.h"

#include "events/subscriptions.h"
#include "rpc/methodtable.h"

namespace cs {

void bindEventMethods(MethodTable &table, Subscriptions &subscriptions)
{
    table.bind<api::SubscribeEvents>([&](const Call &call, const api::SubscribeEvents::Params &params) {
        return subscriptions.subscribe(call.peer.id, params);
    });
    table.bind<api::UnsubscribeEvents>([&](const Call &call, const api::UnsubscribeEvents::Params &params) {
        return subscriptions.unsubscribe(call.peer.id, params);
    });
    table.bind<api::GetSubscriptionStats>(
        [&](const Call &call, const api::GetSubscriptionStats::Params &) -> Result<api::GetSubscriptionStats::Reply> {
            return subscriptions.stats(call.peer.id);
        });
}

}  // namespace cs
