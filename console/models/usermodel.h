#pragma once

#include <vector>

#include "api/accounts.h"
#include "client/callscope.h"
#include "client/session.h"
#include "models/loadedmodel.h"

namespace cs {

// The users of the service, by name, for admins. Nothing tells of changes that others make, so a page reloads when it
// is opened; one's own changes are taken over at once. Lives on the session's thread; the session outlives it.
class UserModel final : public LoadedModel {
    Q_OBJECT
public:
    enum Column { Name, DisplayName, UserRole, Enabled, Restricted, SecondFactor, LastLogin, ColumnCount };
    enum Role {
        SortRole = Qt::UserRole,
        NameRole,        // QString
        RoleRole,        // int, cs::Role
        EnabledRole,     // bool
        RestrictedRole,  // bool
        IsSelfRole       // bool: the person signed in
    };

    explicit UserModel(Session &session, QObject *parent = nullptr);
    ~UserModel() override;

    void reload();
    // The answers are for the page; a failure leaves the row as it was. Where the service made a password, the answer's
    // `initialPassword` shows it, this once.
    Async<api::UserRow> create(const api::CreateUser::Params &params);
    Async<api::UserRow> update(const api::UpdateUser::Params &params);
    Async<api::UserRow> resetPassword(const QString &userName);
    Async<Done> remove(const QString &userName);

    const api::UserRow &user(int row) const { return m_users[static_cast<size_t>(row)]; }
    // -1: none. Without regard to case, as names are compared.
    int rowOf(const QString &userName) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

private:
    void onSessionState();
    void fetchPage(const std::optional<QString> &cursor);
    void replaceAll(std::vector<api::UserRow> users);
    template<api::Method M>
    Async<api::UserRow> change(const typename M::Params &params);
    void put(const api::UserRow &user);
    QVariant display(const api::UserRow &user, int column) const;
    QVariant sortKey(const api::UserRow &user, int column) const;

    Session &m_session;
    CallScope m_calls{m_session};
    // Apart, so that reading anew cancels no change.
    CallScope m_pages{m_session};
    std::vector<api::UserRow> m_users;
    std::vector<api::UserRow> m_incoming;
};

// "viewer", "operator", "administrator", in the language of the person.
QString roleText(Role role);

}  // namespace cs
