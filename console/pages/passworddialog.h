#pragma once

#include <QDialog>

#include "client/session.h"

namespace cs {

class PasswordPanel;

// Changes one's own password while signed in. Deletes itself when closed; the session outlives it.
class PasswordDialog final : public QDialog {
    Q_OBJECT
public:
    PasswordDialog(Session &session, QWidget *parent);
    ~PasswordDialog() override;

Q_SIGNALS:
    void changed();

private:
    void change(const QString &oldPassword, const QString &newPassword);

    Session &m_session;
    PasswordPanel *m_panel;
};

}  // namespace cs
