#pragma once

#include "api/accounts.h"
#include "api/audit.h"
#include "api/cameras.h"
#include "api/discover.h"
#include "api/events.h"
#include "api/keys.h"
#include "api/media.h"
#include "api/rights.h"
#include "api/server.h"
#include "api/session.h"
#include "api/streams.h"

namespace cs::api {

namespace detail {
template<class... Lists>
struct Concat;
template<class... As>
struct Concat<MethodList<As...>> {
    using Type = MethodList<As...>;
};
template<class... As, class... Bs, class... Rest>
struct Concat<MethodList<As...>, MethodList<Bs...>, Rest...> {
    using Type = typename Concat<MethodList<As..., Bs...>, Rest...>::Type;
};
}  // namespace detail

// Every method of the service; what is not here is -32601.
using AllMethods =
    detail::Concat<SessionMethods, ServerMethods, DiscoverMethods, CameraMethods, StreamMethods, MediaMethods,
                   EventMethods, AccountMethods, KeyMethods, RightsMethods, AuditMethods>::Type;

}  // namespace cs::api
