#include "methods/rightsmethods.h"

#include "api/rights.h"
#include "auth/grants.h"
#include "methods/cameraviews.h"
#include "rpc/methodtable.h"

namespace cs {

namespace {

struct RightsParts {
    Grants &grants;
    const CameraViews &views;
};

CameraAccess accessOf(api::GrantAccess access)
{
    switch (access) {
    case api::GrantAccess::View: return CameraAccess::View;
    case api::GrantAccess::Operate: return CameraAccess::Operate;
    }
    return CameraAccess::View;
}

api::GrantAccess accessOf(CameraAccess access)
{
    switch (access) {
    case CameraAccess::View: return api::GrantAccess::View;
    case CameraAccess::Operate: return api::GrantAccess::Operate;
    }
    return api::GrantAccess::View;
}

// With the cameras that exist and that the caller may see.
api::GroupRow groupRow(const RightsParts &parts, const Principal &principal, const StoredGroup &group)
{
    api::GroupRow row{group.name, {}};
    for (const CameraId camera : group.cameras) {
        if (parts.views.find(principal, camera).ok())
            row.devices.push_back(camera);
    }
    return row;
}

api::GrantRow grantRow(const RightsParts &parts, const StoredGrant &grant)
{
    api::GrantRow row{grant.username, grant.camera, std::nullopt, accessOf(grant.access)};
    if (const StoredGroup *group = grant.camera ? nullptr : parts.grants.findGroup(grant.group))
        row.group = group->name;
    return row;
}

// NotFound for the first that the caller does not see.
Result<Done> checkCameras(const RightsParts &parts, const Principal &principal, const std::vector<CameraId> &cameras)
{
    for (const CameraId id : cameras) {
        if (const auto camera = parts.views.find(principal, id); !camera)
            return camera.error();
    }
    return Done{};
}

Async<api::GroupRow> createGroup(const RightsParts &parts, const Call &call, const api::CreateGroup::Params &params)
{
    if (const auto checked = checkCameras(parts, call.principal, params.devices); !checked)
        return failed<api::GroupRow>(checked.error());
    return andThen(&parts.grants, parts.grants.createGroup(params.name, params.devices),
                   [parts, principal = call.principal](const StoredGroup &group) -> Result<api::GroupRow> {
                       return groupRow(parts, principal, group);
                   });
}

Async<api::GroupRow> updateGroup(const RightsParts &parts, const Call &call, const api::UpdateGroup::Params &params)
{
    if (const auto checked = checkCameras(parts, call.principal, params.devices); !checked)
        return failed<api::GroupRow>(checked.error());
    std::vector<CameraId> cameras = params.devices;
    // Who does not see a camera does not take it out of the group either.
    if (const StoredGroup *group = parts.grants.findGroup(params.name)) {
        for (const CameraId camera : group->cameras) {
            if (!parts.views.maySee(call.principal, camera))
                cameras.push_back(camera);
        }
    }
    return andThen(&parts.grants, parts.grants.setCameras(params.name, cameras),
                   [parts, principal = call.principal](const StoredGroup &group) -> Result<api::GroupRow> {
                       return groupRow(parts, principal, group);
                   });
}

Result<api::ListGrants::Reply> listGrants(const RightsParts &parts, const Call &call,
                                          const api::ListGrants::Params &params)
{
    std::optional<QString> username;
    if (params.username)
        username = params.username->toString();
    if (username && !parts.grants.isUser(*username))
        return Error::notFound(QStringLiteral("user"), *username);
    api::ListGrants::Reply reply;
    for (const StoredGrant &grant : parts.grants.grants(username)) {
        if (!grant.camera || parts.views.find(call.principal, *grant.camera).ok())
            reply.grants.push_back(grantRow(parts, grant));
    }
    return reply;
}

// What grant_access and revoke_access have in common.
template<class Params>
Result<StoredGrant> grantOf(const RightsParts &parts, const Call &call, const Params &params)
{
    if (params.device.has_value() == params.group.has_value()) {
        return Error::invalidParam(QStringLiteral("device"),
                                   QStringLiteral("exactly one of device and group must be there"),
                                   QStringLiteral("send a camera or the name of a group"));
    }
    StoredGrant grant;
    grant.username = params.username;
    grant.access = accessOf(params.access);
    if (params.group) {
        grant.group = *params.group;
        return grant;
    }
    if (const auto camera = parts.views.find(call.principal, *params.device); !camera)
        return camera.error();
    grant.camera = params.device;
    return grant;
}

void bindGroups(MethodTable &table, const RightsParts &parts)
{
    table.bind<api::ListGroups>(
        [parts](const Call &call, const api::ListGroups::Params &) -> Result<api::ListGroups::Reply> {
            api::ListGroups::Reply reply;
            for (const StoredGroup &group : parts.grants.groups())
                reply.groups.push_back(groupRow(parts, call.principal, group));
            return reply;
        });
    table.bind<api::CreateGroup>(
        [parts](const Call &call, const api::CreateGroup::Params &params) { return createGroup(parts, call, params); });
    table.bind<api::UpdateGroup>(
        [parts](const Call &call, const api::UpdateGroup::Params &params) { return updateGroup(parts, call, params); });
    table.bind<api::DeleteGroup>([parts](const Call &, const api::DeleteGroup::Params &params) {
        return andThen(&parts.grants, parts.grants.removeGroup(params.name),
                       [](const Done &) -> Result<api::DeleteGroup::Reply> { return api::DeleteGroup::Reply{}; });
    });
}

void bindGrants(MethodTable &table, const RightsParts &parts)
{
    table.bind<api::ListGrants>(
        [parts](const Call &call, const api::ListGrants::Params &params) { return listGrants(parts, call, params); });
    table.bind<api::GrantAccessTo>(
        [parts](const Call &call, const api::GrantAccessTo::Params &params) -> Async<api::GrantRow> {
            const auto grant = grantOf(parts, call, params);
            if (!grant)
                return failed<api::GrantRow>(grant.error());
            return andThen(&parts.grants, parts.grants.grant(*grant),
                           [parts](const StoredGrant &row) -> Result<api::GrantRow> { return grantRow(parts, row); });
        });
    table.bind<api::RevokeAccess>(
        [parts](const Call &call, const api::RevokeAccess::Params &params) -> Async<api::RevokeAccess::Reply> {
            const auto grant = grantOf(parts, call, params);
            if (!grant)
                return failed<api::RevokeAccess::Reply>(grant.error());
            return andThen(&parts.grants, parts.grants.revoke(*grant),
                           [](const Done &) -> Result<api::RevokeAccess::Reply> { return api::RevokeAccess::Reply{}; });
        });
}

}  // namespace

void bindRightsMethods(MethodTable &table, Grants &grants, const CameraViews &views)
{
    const RightsParts parts{grants, views};
    bindGroups(table, parts);
    bindGrants(table, parts);
}

}  // namespace cs
