#pragma once

#include <QDialog>

class QLineEdit;

namespace cs {

// Shows a password that the service made, this once, with a button to copy it. Deletes itself when closed, and with it
// the password.
class SecretDialog final : public QDialog {
    Q_OBJECT
public:
    SecretDialog(const QString &userName, const QString &secret, QWidget *parent);
    ~SecretDialog() override;

private:
    void copy();

    QLineEdit *m_secret;
};

}  // namespace cs
