#pragma once

#include <QCoreApplication>
#include <QTest>

#include "auth/apikeys.h"
#include "auth/credentialbox.h"
#include "auth/grants.h"
#include "auth/loginservice.h"
#include "auth/passwordhasher.h"
#include "auth/revocations.h"
#include "auth/sessions.h"
#include "auth/tickets.h"
#include "auth/tokengate.h"
#include "support/manualclock.h"
#include "support/waitfor.h"
#include "unit/storage/storagefixture.h"

namespace cs {

// All that users and their sessions consist of, over a real database, with passwords that cost next to nothing. Each
// start() is as after a restart of the service.
class IdentityRig {
public:
    IdentityRig()
    {
        StorageFixture::open(database, fixture.path());
        start();
    }
    ~IdentityRig() { parts.reset(); }

    struct Parts {
        explicit Parts(IdentityRig &rig)
            : users(rig.usersTable, rig.hasher, rig.rights, rig.clock),
              grants(rig.groupsTable, rig.grantsTable, rig.rights),
              keys(rig.keysTable, rig.rights, rig.clock),
              refreshTokens(rig.refreshTable, rig.clock, rig.refreshLimits),
              accessTokens(*SigningKey::fromSeed(QByteArray(32, 's')), refreshTokens.families(), rig.clock,
                           std::chrono::minutes(15)),
              secondFactor(users, rig.box, rig.clock),
              logins({users, rig.hasher, refreshTokens, accessTokens, secondFactor, rig.clock}),
              gate(rig.contract, rig.clock),
              sessions(gate, rig.clock, {&rig.rights, rig.maxSessions}),
              tickets(QByteArray(32, 't'), sessions.view(), rig.clock, &rig.rights)
        {
            gate.setSources({&accessTokens, &keys, nullptr, &rig.rights, &users.removedUsers()});
            Revocations{users, grants, keys, refreshTokens, sessions}.connectAll();
        }

        Users users;
        Grants grants;
        ApiKeys keys;
        RefreshTokens refreshTokens;
        AccessTokens accessTokens;
        SecondFactor secondFactor;
        Logins logins;
        TokenGate gate;
        Sessions sessions;
        Tickets tickets;
    };

    void start()
    {
        parts.reset();
        parts = std::make_unique<Parts>(*this);
        loaded = waitFor(parts->users.load()).ok() && waitFor(parts->grants.load()).ok()
                 && waitFor(parts->keys.load()).ok() && waitFor(parts->refreshTokens.load()).ok();
    }
    void addUser(const QString &name, Role role = Role::Viewer, bool restricted = false)
    {
        NewUser user;
        user.name = name;
        user.role = role;
        user.password = Password;
        user.restricted = restricted;
        const auto made = waitFor(parts->users.create(user));
        QVERIFY2(made.ok(), made.ok() ? "" : qPrintable(made.error().message));
    }
    Result<LoginResult> login(const QString &name, const QString &password = Password,
                              const std::optional<QString> &code = {}, const QString &address = Here)
    {
        return waitFor(parts->logins.login({name, password, code, {address, QStringLiteral("test")}}));
    }
    Result<LoginResult> renew(const QByteArray &token) { return waitFor(parts->logins.renew(token)); }
    // Logs in and signs a connection in with that.
    Result<Session> signIn(quint64 connection, const QString &name)
    {
        const auto result = login(name);
        if (!result)
            return result.error();
        return parts->sessions.signIn(ConnectionId(connection), {Here, QStringLiteral("test")}, result->holder);
    }
    bool isSignedIn(quint64 connection) const
    {
        return parts->sessions.principalOf(ConnectionId(connection)).signedIn();
    }
    Result<UserAnswer> update(const QString &name, const UserEdit &edit)
    {
        const auto answer = waitFor(parts->users.update(name, edit));
        settle();
        return answer;
    }
    // What is queued for this thread.
    static void settle() { QCoreApplication::sendPostedEvents(); }

    inline static const QString Password = QStringLiteral("purple-otter-14");
    inline static const QString Here = QStringLiteral("192.0.2.1");

    StorageFixture fixture;
    Database database;
    UsersTable usersTable{database};
    RefreshTokensTable refreshTable{database};
    GroupsTable groupsTable{database};
    GrantsTable grantsTable{database};
    ApiKeysTable keysTable{database};
    ManualClock clock;
    RightsView rights;
    CredentialBox box{QByteArray(32, 'c')};
    TokenAuthority contract{QByteArray(32, 'j'), clock};
    PasswordHasher hasher{{8, 1}, {1, 64}};
    RefreshTokens::Limits refreshLimits;
    int maxSessions = 50;
    std::unique_ptr<Parts> parts;
    bool loaded = false;
};

}  // namespace cs
