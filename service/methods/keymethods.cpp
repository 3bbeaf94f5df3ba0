#include "methods/keymethods.h"

#include "api/keys.h"
#include "auth/apikeys.h"
#include "methods/cameraviews.h"
#include "rpc/methodtable.h"

namespace cs {

namespace {

using Devices = std::optional<std::vector<CameraId>>;

// Those the caller may see; a camera that is gone is one of the others.
Devices visibleDevices(const CameraViews &views, const Principal &principal, const Devices &cameras)
{
    if (!cameras)
        return std::nullopt;
    std::vector<CameraId> visible;
    for (const CameraId camera : *cameras) {
        if (views.find(principal, camera).ok())
            visible.push_back(camera);
    }
    return visible;
}

// NotFound for the first that the caller does not see.
Result<Done> checkDevices(const CameraViews &views, const Principal &principal, const Devices &devices)
{
    if (devices && devices->empty()) {
        return Error::invalidParam(QStringLiteral("devices"), QStringLiteral("must name at least one camera"),
                                   QStringLiteral("leave it out for a key that sees all cameras"));
    }
    for (const CameraId device : devices.value_or(std::vector<CameraId>())) {
        if (const auto camera = views.find(principal, device); !camera)
            return camera.error();
    }
    return Done{};
}

api::ApiKeyRow keyRow(const CameraViews &views, const Principal &principal, const StoredApiKey &key)
{
    return {key.id,        key.name,      key.role,       key.createdBy,
            key.createdAt, key.expiresAt, key.lastUsedAt, visibleDevices(views, principal, key.cameras)};
}

Result<api::NewApiKey> newKey(const MadeApiKey &made)
{
    const StoredApiKey &key = made.key;
    return api::NewApiKey{
        key.id,     QString::fromLatin1(made.text), key.name, key.role, key.createdBy, key.createdAt, key.expiresAt,
        key.cameras};
}

Async<api::NewApiKey> createKey(ApiKeys &keys, const CameraViews &views, const Call &call,
                                const api::CreateApiKey::Params &params)
{
    if (const auto checked = checkDevices(views, call.principal, params.devices); !checked)
        return failed<api::NewApiKey>(checked.error());
    const ApiKeyOrder order{params.name, params.role, params.expiresAt, params.devices};
    return andThen(&keys, keys.create(call.principal, order), newKey);
}

}  // namespace

void bindKeyMethods(MethodTable &table, ApiKeys &keys, const CameraViews &views)
{
    table.bind<api::CreateApiKey>([&keys, &views](const Call &call, const api::CreateApiKey::Params &params) {
        return createKey(keys, views, call, params);
    });
    table.bind<api::RotateApiKey>([&keys](const Call &, const api::RotateApiKey::Params &params) {
        return andThen(&keys, keys.rotate(params.keyId), newKey);
    });
    table.bind<api::ListApiKeys>(
        [&keys, &views](const Call &call, const api::ListApiKeys::Params &) -> Result<api::ListApiKeys::Reply> {
            api::ListApiKeys::Reply reply;
            for (const StoredApiKey &key : keys.all())
                reply.keys.push_back(keyRow(views, call.principal, key));
            return reply;
        });
    table.bind<api::RevokeApiKey>([&keys](const Call &, const api::RevokeApiKey::Params &params) {
        return andThen(&keys, keys.revoke(params.keyId),
                       [](const Done &) -> Result<api::RevokeApiKey::Reply> { return api::RevokeApiKey::Reply{}; });
    });
}

}  // namespace cs
