#pragma once

#include <QJsonDocument>
#include <QSqlQuery>
#include <QTemporaryDir>

#include "auth/apikeys.h"
#include "auth/grants.h"
#include "methods/cameraviews.h"
#include "methods/keymethods.h"
#include "methods/rightsmethods.h"
#include "rpc/methodtable.h"
#include "unit/cameras/registryrig.h"
#include "unit/storage/userrow.h"

namespace cs {

// The methods of keys and rights over a real database, with camera0 and camera1 and the users root, bob (restricted)
// and eve.
struct RightsMethodsRig {
    RightsMethodsRig()
    {
        cameras.add(Gate);
        cameras.add(Yard);
        addUser("root", Role::Admin, false);
        addUser("bob", Role::Operator, true);
        addUser("eve", Role::Viewer, false);
        bindKeyMethods(table, keys, views);
        bindRightsMethods(table, grants, views);
    }

    // The reply as the dispatcher would send it, to who may call that at all.
    Result<QJsonObject> call(const char *method, const QJsonObject &params, const Principal &caller)
    {
        const MethodTable::Entry *entry = table.find(QString::fromLatin1(method));
        if (!entry)
            return Error::internal(QStringLiteral("not bound"));
        if (const auto allowed = policy.allow(caller, *api::requiredRole(entry->info.access), method); !allowed)
            return allowed.error();
        Call call;
        call.principal = caller;
        std::optional<Result<QByteArray>> answer;
        const auto value = json::parse(QJsonDocument(params).toJson(QJsonDocument::Compact));
        entry->handler(call, *value, &hub, [&answer](Result<QByteArray> reply) { answer = std::move(reply); });
        [&] { QTRY_VERIFY(answer.has_value()); }();
        if (!answer || !answer->ok())
            return answer ? answer->error() : Error::cancelled();
        return QJsonDocument::fromJson(answer->value()).object();
    }
    Result<QJsonObject> call(const char *method, const QJsonObject &params = {}) { return call(method, params, admin); }
    // The code and what the error names; empty if there is none.
    QString refusal(const char *method, const QJsonObject &params, const Principal &caller)
    {
        const auto answer = call(method, params, caller);
        if (answer.ok())
            return {};
        const QJsonObject &data = answer.error().data;
        switch (answer.error().code) {
        case ErrorCode::NotFound: return QStringLiteral("no ") + data.value("resource").toString();
        case ErrorCode::InvalidParams: return QStringLiteral("param ") + data.value("param").toString();
        case ErrorCode::InvalidState: return QStringLiteral("state ") + data.value("state").toString();
        case ErrorCode::PermissionDenied: return "denied";
        default: return answer.error().message;
        }
    }
    QString refusal(const char *method, const QJsonObject &params) { return refusal(method, params, admin); }

    void addUser(const QString &name, Role role, bool restricted)
    {
        const auto done = cameras.database.run<Done>([name](QSqlDatabase &db) -> Result<Done> {
            QSqlQuery(db).exec(insertUser(name));
            return Done{};
        });
        waitFor(done).ok();
        rights.setUser(name, role, true, restricted);
    }
    // An admin who sees camera0 only.
    static Principal halfAdmin()
    {
        Principal half = Principal::user("half", Role::Admin);
        half.allCameras = false;
        half.cameras = {{CameraId(0), CameraAccess::Operate}};
        return half;
    }

    QTemporaryDir folder;
    RegistryRig cameras{folder.filePath("service.db")};
    QObject hub;
    StreamLinks links{StreamLinks::Ports()};
    AccessPolicy policy;
    CameraViews views{*cameras.registry, links, policy};
    RightsView rights;
    GroupsTable groupsTable{cameras.database};
    GrantsTable grantsTable{cameras.database};
    ApiKeysTable keysTable{cameras.database};
    Grants grants{groupsTable, grantsTable, rights};
    ApiKeys keys{keysTable, rights, cameras.clock};
    MethodTable table;
    Principal admin = Principal::user("root", Role::Admin);
};

}  // namespace cs
