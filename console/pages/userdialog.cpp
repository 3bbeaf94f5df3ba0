#include "pages/userdialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "models/words.h"
#include "widgets/look.h"

namespace cs {

UserDialog::UserDialog(UserModel &users, const std::optional<api::UserRow> &user, QWidget *parent)
    : QDialog(parent),
      m_users(users),
      m_user(user),
      m_name(new QLineEdit(this)),
      m_displayName(new QLineEdit(this)),
      m_role(new QComboBox(this)),
      m_restricted(new QCheckBox(tr("Sees only the cameras that were granted"), this)),
      m_enabled(new QCheckBox(tr("May sign in"), this)),
      m_message(makeLabel({}, Look::Message, this)),
      m_save(new QPushButton(user ? tr("Save") : tr("Create the user"), this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(user ? tr("Edit the user") : tr("New user"));
    setMinimumWidth(440);
    for (const Role each : {Role::Viewer, Role::Operator, Role::Admin})
        m_role->addItem(roleText(each), static_cast<int>(each));
    m_enabled->setChecked(true);
    m_enabled->setVisible(user.has_value());
    m_message->hide();
    setLook(*m_save, Look::Primary);
    m_save->setDefault(true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::large, space::large, space::large, space::large);
    column->setSpacing(space::medium);
    column->addWidget(makeLabel(windowTitle(), Look::Heading, this));
    if (!user)
        column->addWidget(makeLabel(
            tr("The service makes a first password. It is shown once and has to be changed at the first sign-in."),
            Look::Hint, this));
    column->addLayout(makeForm());
    column->addWidget(m_message);
    column->addLayout(makeButtons());
    if (user)
        fill(*user);
}

UserDialog::~UserDialog() = default;

QFormLayout *UserDialog::makeForm()
{
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(space::medium);
    form->setVerticalSpacing(space::small);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(makeFieldLabel(tr("Name"), *m_name, this), m_name);
    form->addRow(makeFieldLabel(tr("Full name"), *m_displayName, this), m_displayName);
    form->addRow(makeFieldLabel(tr("Role"), *m_role, this), m_role);
    form->addRow(QString(), m_restricted);
    form->addRow(QString(), m_enabled);
    return form;
}

QHBoxLayout *UserDialog::makeButtons()
{
    auto *cancel = new QPushButton(tr("Cancel"), this);
    auto *row = new QHBoxLayout;
    row->addStretch();
    row->addWidget(cancel);
    row->addWidget(m_save);
    setTabOrder(cancel, m_save);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &UserDialog::save);
    return row;
}

void UserDialog::fill(const api::UserRow &user)
{
    m_name->setText(user.username);
    m_name->setEnabled(false);
    m_displayName->setText(user.displayName);
    m_role->setCurrentIndex(m_role->findData(static_cast<int>(user.role)));
    m_restricted->setChecked(user.restricted);
    m_enabled->setChecked(user.enabled);
    m_displayName->setFocus();
}

Role UserDialog::role() const
{
    return static_cast<Role>(m_role->currentData().toInt());
}

void UserDialog::save()
{
    // Not dimmed: the focus would jump to another button.
    if (std::exchange(m_isBusy, true))
        return;
    setMessage(*m_message, {}, Tone::Info);
    Async<api::UserRow> answer;
    if (m_user) {
        api::UpdateUser::Params params;
        params.username = m_user->username;
        params.role = role();
        params.enabled = m_enabled->isChecked();
        params.restricted = m_restricted->isChecked();
        params.displayName = m_displayName->text();
        answer = m_users.update(params);
    } else {
        api::CreateUser::Params params;
        params.username = m_name->text().trimmed();
        params.role = role();
        params.restricted = m_restricted->isChecked();
        if (!m_displayName->text().isEmpty())
            params.displayName = m_displayName->text();
        answer = m_users.create(params);
    }
    whenDone(this, answer, [this](const Result<api::UserRow> &result) { onAnswer(result); });
}

void UserDialog::onAnswer(const Result<api::UserRow> &answer)
{
    m_isBusy = false;
    if (!answer.ok()) {
        setMessage(*m_message, wordsFor(answer.error()), Tone::Error);
        return;
    }
    Q_EMIT saved(*answer);
    accept();
}

}  // namespace cs

#include "moc_userdialog.cpp"
