#include "pages/passworddialog.h"

#include <QVBoxLayout>

#include "models/words.h"
#include "pages/passwordpanel.h"
#include "widgets/look.h"

namespace cs {

PasswordDialog::PasswordDialog(Session &session, QWidget *parent)
    : QDialog(parent),
      m_session(session),
      m_panel(new PasswordPanel(tr("Change my password"), tr("Your other sessions end with it."), this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Change my password"));
    setMinimumWidth(420);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::large, space::large, space::large, space::large);
    column->addWidget(m_panel);
    connect(m_panel, &PasswordPanel::submitted, this, &PasswordDialog::change);
    connect(m_panel, &PasswordPanel::cancelled, this, &QDialog::reject);
    m_panel->focusFirst();
}

PasswordDialog::~PasswordDialog() = default;

void PasswordDialog::change(const QString &oldPassword, const QString &newPassword)
{
    whenDone(this, m_session.changePassword(oldPassword, newPassword), [this](const Result<Done> &result) {
        m_panel->setTrouble(result.ok() ? QString() : wordsFor(result.error()));
        if (!result.ok())
            return;
        Q_EMIT changed();
        accept();
    });
}

}  // namespace cs

#include "moc_passworddialog.cpp"
