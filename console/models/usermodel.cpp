#include "models/usermodel.h"

#include <algorithm>

#include "models/words.h"

namespace cs {

namespace {

constexpr qint64 usersPerPage = 200;

bool sortsBefore(const api::UserRow &a, const QString &name)
{
    return a.username.compare(name, Qt::CaseInsensitive) < 0;
}

}  // namespace

QString roleText(Role role)
{
    switch (role) {
    case Role::Viewer: return UserModel::tr("viewer");
    case Role::Operator: return UserModel::tr("operator");
    case Role::Admin: return UserModel::tr("administrator");
    }
    return {};
}

UserModel::UserModel(Session &session, QObject *parent) : LoadedModel(parent), m_session(session)
{
    connect(&session, &Session::stateChanged, this, &UserModel::onSessionState);
}

UserModel::~UserModel() = default;

void UserModel::onSessionState()
{
    if (m_session.state() == Session::State::SignedOut) {
        m_calls.cancelAll();
        m_pages.cancelAll();
        replaceAll({});
        setBusy();
    } else if (m_session.isLive() && loadState() != LoadState::Busy) {
        // Nothing tells what changed meanwhile, or the answer was lost with the connection.
        reload();
    }
}

void UserModel::reload()
{
    m_pages.cancelAll();
    m_incoming.clear();
    setBusy();
    fetchPage(std::nullopt);
}

void UserModel::fetchPage(const std::optional<QString> &cursor)
{
    api::ListUsers::Params params;
    params.limit = usersPerPage;
    if (cursor)
        params.cursor = *cursor;
    m_pages.ask<api::ListUsers>(params, [this, cursor](const Result<api::ListUsers::Reply> &reply) {
        if (!reply.ok()) {
            setFailed(reply.error());
            return;
        }
        m_incoming.insert(m_incoming.end(), reply->users.begin(), reply->users.end());
        // A cursor that does not move would never end.
        if (reply->nextCursor && !reply->users.empty() && reply->nextCursor != cursor) {
            fetchPage(reply->nextCursor);
            return;
        }
        replaceAll(std::exchange(m_incoming, {}));
        setReady();
    });
}

void UserModel::replaceAll(std::vector<api::UserRow> users)
{
    beginResetModel();
    m_users = std::move(users);
    std::stable_sort(m_users.begin(), m_users.end(),
                     [](const api::UserRow &a, const api::UserRow &b) { return sortsBefore(a, b.username); });
    endResetModel();
}

template<api::Method M>
Async<api::UserRow> UserModel::change(const typename M::Params &params)
{
    auto promise = std::make_shared<Promise<api::UserRow>>();
    auto answer = promise->future();
    m_calls.ask<M>(params, [this, promise](const Result<api::UserRow> &reply) {
        if (reply.ok())
            put(*reply);
        promise->finish(reply);
    });
    return answer;
}

Async<api::UserRow> UserModel::create(const api::CreateUser::Params &params)
{
    return change<api::CreateUser>(params);
}

Async<api::UserRow> UserModel::update(const api::UpdateUser::Params &params)
{
    return change<api::UpdateUser>(params);
}

Async<api::UserRow> UserModel::resetPassword(const QString &userName)
{
    api::UpdateUser::Params params;
    params.username = userName;
    params.makePassword = true;
    return change<api::UpdateUser>(params);
}

Async<Done> UserModel::remove(const QString &userName)
{
    auto promise = std::make_shared<Promise<Done>>();
    auto answer = promise->future();
    m_calls.ask<api::DeleteUser>({userName}, [this, promise, userName](const Result<api::DeleteUser::Reply> &reply) {
        const int row = rowOf(userName);
        if (row >= 0 && (reply.ok() || reply.error().code == ErrorCode::NotFound)) {
            beginRemoveRows({}, row, row);
            m_users.erase(m_users.begin() + row);
            endRemoveRows();
        }
        promise->finish(reply.ok() ? Result<Done>(Done{}) : Result<Done>(reply.error()));
    });
    return answer;
}

int UserModel::rowOf(const QString &userName) const
{
    const auto found = std::find_if(m_users.begin(), m_users.end(), [&userName](const api::UserRow &user) {
        return user.username.compare(userName, Qt::CaseInsensitive) == 0;
    });
    return found == m_users.end() ? -1 : static_cast<int>(found - m_users.begin());
}

int UserModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_users.size());
}

int UserModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant UserModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const api::UserRow &row = user(index.row());
    switch (role) {
    case Qt::DisplayRole: return display(row, index.column());
    case SortRole: return sortKey(row, index.column());
    case NameRole: return row.username;
    case RoleRole: return static_cast<int>(row.role);
    case EnabledRole: return row.enabled;
    case RestrictedRole: return row.restricted;
    case IsSelfRole: return row.username.compare(m_session.userName(), Qt::CaseInsensitive) == 0;
    default: return {};
    }
}

QVariant UserModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return LoadedModel::headerData(section, orientation, role);
    switch (section) {
    case Name: return tr("User");
    case DisplayName: return tr("Name");
    case UserRole: return tr("Role");
    case Enabled: return tr("May sign in");
    case Restricted: return tr("Cameras");
    case SecondFactor: return tr("Second factor");
    case LastLogin: return tr("Last sign-in");
    default: return {};
    }
}

QHash<int, QByteArray> UserModel::roleNames() const
{
    auto names = LoadedModel::roleNames();
    names.insert({{NameRole, "name"},
                  {RoleRole, "role"},
                  {EnabledRole, "enabled"},
                  {RestrictedRole, "restricted"},
                  {IsSelfRole, "isSelf"}});
    return names;
}

void UserModel::put(const api::UserRow &user)
{
    // The password is for the page that asked, and is not kept.
    api::UserRow kept = user;
    kept.initialPassword.reset();
    if (const int row = rowOf(user.username); row >= 0) {
        m_users[static_cast<size_t>(row)] = kept;
        Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
        return;
    }
    const auto place = std::lower_bound(m_users.begin(), m_users.end(), user.username, &sortsBefore);
    const int row = static_cast<int>(place - m_users.begin());
    beginInsertRows({}, row, row);
    m_users.insert(place, kept);
    endInsertRows();
}

QVariant UserModel::display(const api::UserRow &user, int column) const
{
    switch (column) {
    case Name: return user.username;
    case DisplayName: return user.displayName;
    case UserRole: return roleText(user.role);
    case Enabled: return user.enabled ? tr("yes") : tr("no");
    case Restricted: return user.restricted ? tr("some") : tr("all");
    case SecondFactor: return user.totpEnabled ? tr("yes") : tr("no");
    case LastLogin: return user.lastLoginAt ? timeWords(*user.lastLoginAt) : tr("never");
    default: return {};
    }
}

QVariant UserModel::sortKey(const api::UserRow &user, int column) const
{
    switch (column) {
    case UserRole: return static_cast<int>(user.role);
    case LastLogin: return user.lastLoginAt ? toMicroseconds(*user.lastLoginAt) : qint64(0);
    default: return display(user, column);
    }
}

}  // namespace cs

#include "moc_usermodel.cpp"
