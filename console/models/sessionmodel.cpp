#include "models/sessionmodel.h"

#include <algorithm>

#include "models/usermodel.h"
#include "models/words.h"

namespace cs {

SessionModel::SessionModel(Session &session, QObject *parent) : LoadedModel(parent), m_session(session)
{
    connect(&session, &Session::stateChanged, this, &SessionModel::onSessionState);
    connect(&m_follow, &QTimer::timeout, this, &SessionModel::lookAgain);
}

SessionModel::~SessionModel() = default;

void SessionModel::onSessionState()
{
    if (m_session.state() == Session::State::SignedOut) {
        m_calls.cancelAll();
        m_reading.cancelAll();
        replaceAll({});
        setBusy();
    } else if (m_session.isLive() && loadState() != LoadState::Busy) {
        // Nothing tells what changed meanwhile, or the answer was lost with the connection.
        reload();
    }
}

void SessionModel::reload()
{
    m_reading.cancelAll();
    setBusy();
    m_reading.ask<api::ListSessions>({}, [this](const Result<api::ListSessions::Reply> &reply) {
        if (!reply.ok()) {
            setFailed(reply.error());
            return;
        }
        replaceAll(reply->sessions);
        setReady();
    });
}

void SessionModel::follow(bool wanted, std::chrono::milliseconds interval)
{
    if (wanted)
        m_follow.start(interval);
    else
        m_follow.stop();
}

// Quietly: a failure leaves what is shown, and the loss of the connection is told elsewhere.
void SessionModel::lookAgain()
{
    if (!m_session.isLive() || loadState() == LoadState::Busy || m_reading.count() > 0)
        return;
    m_reading.ask<api::ListSessions>({}, [this](const Result<api::ListSessions::Reply> &reply) {
        if (reply.ok()) {
            take(reply->sessions);
            setReady();
        }
    });
}

// Row by row, so that what is chosen stays so.
void SessionModel::take(std::vector<api::SessionRow> sessions)
{
    const auto isIn = [](const std::vector<api::SessionRow> &rows, const SessionId &id) {
        return std::any_of(rows.begin(), rows.end(), [&id](const api::SessionRow &row) { return row.sessionId == id; });
    };
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (!isIn(sessions, session(row).sessionId))
            removeRow(row);
    }
    for (int row = 0; row < static_cast<int>(sessions.size()); ++row) {
        const api::SessionRow &listed = sessions[static_cast<size_t>(row)];
        if (row < rowCount() && session(row).sessionId == listed.sessionId) {
            m_sessions[static_cast<size_t>(row)] = listed;
            continue;
        }
        if (isIn(m_sessions, listed.sessionId)) {
            replaceAll(std::move(sessions));
            return;
        }
        beginInsertRows({}, row, row);
        m_sessions.insert(m_sessions.begin() + row, listed);
        endInsertRows();
    }
    if (!m_sessions.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

void SessionModel::removeRow(int row)
{
    beginRemoveRows({}, row, row);
    m_sessions.erase(m_sessions.begin() + row);
    endRemoveRows();
}

void SessionModel::replaceAll(std::vector<api::SessionRow> sessions)
{
    beginResetModel();
    m_sessions = std::move(sessions);
    endResetModel();
}

Async<Done> SessionModel::end(const SessionId &id)
{
    auto promise = std::make_shared<Promise<Done>>();
    auto answer = promise->future();
    m_calls.ask<api::EndSession>({id}, [this, promise, id](const Result<api::EndSession::Reply> &reply) {
        const auto found = std::find_if(m_sessions.begin(), m_sessions.end(),
                                        [&id](const api::SessionRow &row) { return row.sessionId == id; });
        if (found != m_sessions.end() && (reply.ok() || reply.error().code == ErrorCode::NotFound))
            removeRow(static_cast<int>(found - m_sessions.begin()));
        promise->finish(reply.ok() ? Result<Done>(Done{}) : Result<Done>(reply.error()));
    });
    return answer;
}

int SessionModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_sessions.size());
}

int SessionModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant SessionModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const api::SessionRow &row = session(index.row());
    switch (role) {
    case Qt::DisplayRole: return display(row, index.column());
    case SortRole: return sortKey(row, index.column());
    case IdRole: return row.sessionId.toString();
    case UserRole: return row.username;
    case IsCurrentRole: return row.current;
    default: return {};
    }
}

QVariant SessionModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return LoadedModel::headerData(section, orientation, role);
    switch (section) {
    case User: return tr("User");
    case SessionRole: return tr("Role");
    case Address: return tr("Address");
    case Program: return tr("Program");
    case Since: return tr("Since");
    case LastSeen: return tr("Last call");
    default: return {};
    }
}

QHash<int, QByteArray> SessionModel::roleNames() const
{
    auto names = LoadedModel::roleNames();
    names.insert({{IdRole, "id"}, {UserRole, "user"}, {IsCurrentRole, "isCurrent"}});
    return names;
}

QVariant SessionModel::display(const api::SessionRow &row, int column) const
{
    switch (column) {
    case User: return row.current ? tr("%1 (this one)").arg(row.username) : row.username;
    case SessionRole: return roleText(row.role);
    case Address: return row.address;
    case Program: return row.userAgent;
    case Since: return timeWords(row.createdAt);
    case LastSeen: return timeWords(row.lastSeenAt);
    default: return {};
    }
}

QVariant SessionModel::sortKey(const api::SessionRow &row, int column) const
{
    switch (column) {
    case SessionRole: return static_cast<int>(row.role);
    case Since: return toMicroseconds(row.createdAt);
    case LastSeen: return toMicroseconds(row.lastSeenAt);
    default: return display(row, column);
    }
}

}  // namespace cs

#include "moc_sessionmodel.cpp"
