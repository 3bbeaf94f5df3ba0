#pragma once

#include <chrono>
#include <vector>

#include <QTimer>

#include "api/accounts.h"
#include "client/callscope.h"
#include "client/session.h"
#include "models/loadedmodel.h"

namespace cs {

// Who is signed in: for admins everybody, else one's own sessions. Newest first. No event tells of them, so they are
// read anew every few seconds while followed. Lives on the session's thread; the session outlives it.
class SessionModel final : public LoadedModel {
    Q_OBJECT
public:
    enum Column { User, SessionRole, Address, Program, Since, LastSeen, ColumnCount };
    enum Role {
        SortRole = Qt::UserRole,
        IdRole,        // QString, for end()
        UserRole,      // QString
        IsCurrentRole  // bool: the console's own
    };

    explicit SessionModel(Session &session, QObject *parent = nullptr);
    ~SessionModel() override;

    // How long a change may go unseen while followed.
    static constexpr std::chrono::milliseconds followInterval{4000};

    void reload();
    // Whether somebody looks: what comes or goes is then taken over row by row.
    void follow(bool wanted, std::chrono::milliseconds interval = followInterval);
    // Ends it and the login it came from. The row goes when the service has done it.
    Async<Done> end(const SessionId &id);

    const api::SessionRow &session(int row) const { return m_sessions[static_cast<size_t>(row)]; }
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

private:
    void onSessionState();
    void lookAgain();
    void take(std::vector<api::SessionRow> sessions);
    void replaceAll(std::vector<api::SessionRow> sessions);
    void removeRow(int row);
    QVariant display(const api::SessionRow &row, int column) const;
    QVariant sortKey(const api::SessionRow &row, int column) const;

    Session &m_session;
    CallScope m_calls{m_session};
    CallScope m_reading{m_session};
    std::vector<api::SessionRow> m_sessions;
    QTimer m_follow;
};

}  // namespace cs
