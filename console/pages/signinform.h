#pragma once

#include <QWidget>

#include "pages/signinflow.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace cs {

// Of the card of the sign-in, between its margins.
inline constexpr int signInWidth = 358;

// The fields of a sign-in, with the remembered servers to choose from. Keeps what was typed whatever happens; the
// password is cleared once it was taken. The list outlives it.
class SignInForm final : public QWidget {
    Q_OBJECT
public:
    explicit SignInForm(ServerList &servers, QWidget *parent = nullptr);
    ~SignInForm() override;

    void show(const SignInFlow &flow);
    SignInEntry entry() const;
    void focusFirst();

Q_SIGNALS:
    void submitted();
    void cancelled();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void layOut();
    void choose(int row);
    void onButton();
    void setBusy(bool busy);

    ServerList &m_servers;
    QComboBox *m_address;
    QLineEdit *m_user;
    QLineEdit *m_password;
    QLabel *m_codeLabel;
    QLineEdit *m_code;
    QCheckBox *m_keep;
    QLabel *m_message;
    QProgressBar *m_progress;
    QPushButton *m_button;
    bool m_busy = false;
};

}  // namespace cs
