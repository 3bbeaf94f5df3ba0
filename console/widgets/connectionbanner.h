#pragma once

#include <QDeadlineTimer>
#include <QFrame>
#include <QTimer>

#include "client/session.h"

class QLabel;

namespace cs {

class Commands;

// Says above the pages that the connection is lost, why, and when the next try comes; gone while it is live. Session and
// commands outlive it.
class ConnectionBanner final : public QFrame {
    Q_OBJECT
public:
    ConnectionBanner(Session &session, Commands &commands, QWidget *parent = nullptr);
    ~ConnectionBanner() override;

private:
    void onState();
    void onRetrying(std::chrono::milliseconds wait);
    void refresh();

    Session &m_session;
    Commands &m_commands;
    QLabel *m_text;
    QLabel *m_wait;
    QDeadlineTimer m_next;
    QTimer m_tick;
};

}  // namespace cs
