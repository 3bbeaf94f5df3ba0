#pragma once

#include <QWidget>

class QLabel;

namespace cs {

class IconLabel;
class Session;

// Always says in words how the connection is, to which server and as whom. The session outlives it.
class ConnectionStatus final : public QWidget {
    Q_OBJECT
public:
    explicit ConnectionStatus(Session &session, QWidget *parent = nullptr);
    ~ConnectionStatus() override;

    QString text() const;

private:
    void refresh();

    Session &m_session;
    IconLabel *m_mark;
    QLabel *m_text;
};

}  // namespace cs
