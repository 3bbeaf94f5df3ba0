#pragma once

#include <optional>

#include <QDialog>

#include "models/usermodel.h"

class QCheckBox;
class QComboBox;
class QFormLayout;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace cs {

// Makes a user, or changes one: asks the service itself and stays open, with everything typed, until it worked. Deletes
// itself when closed. The model outlives it.
class UserDialog final : public QDialog {
    Q_OBJECT
public:
    // Without `user` a new one is made.
    UserDialog(UserModel &users, const std::optional<api::UserRow> &user, QWidget *parent);
    ~UserDialog() override;

Q_SIGNALS:
    // As the service knows the user now.
    void saved(const cs::api::UserRow &user);

private:
    QFormLayout *makeForm();
    QHBoxLayout *makeButtons();
    void fill(const api::UserRow &user);
    void save();
    void onAnswer(const Result<api::UserRow> &answer);
    Role role() const;

    UserModel &m_users;
    std::optional<api::UserRow> m_user;
    QLineEdit *m_name;
    QLineEdit *m_displayName;
    QComboBox *m_role;
    QCheckBox *m_restricted;
    QCheckBox *m_enabled;
    QLabel *m_message;
    QPushButton *m_save;
    bool m_isBusy = false;
};

}  // namespace cs
