#include "pages/signinform.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFocusEvent>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include "widgets/look.h"

namespace cs {

SignInForm::SignInForm(ServerList &servers, QWidget *parent)
    : QWidget(parent),
      m_servers(servers),
      m_address(new QComboBox(this)),
      m_user(new QLineEdit(this)),
      m_password(new QLineEdit(this)),
      m_codeLabel(nullptr),
      m_code(new QLineEdit(this)),
      m_keep(new QCheckBox(tr("Stay signed in on this computer"), this)),
      m_message(makeLabel({}, Look::Message, this)),
      m_progress(new QProgressBar(this)),
      m_button(new QPushButton(this))
{
    m_address->setEditable(true);
    m_address->setInsertPolicy(QComboBox::NoInsert);
    // It would complete to "user at server", which is no address.
    m_address->setCompleter(nullptr);
    m_address->setModel(&servers);
    m_address->setCurrentIndex(-1);
    m_address->lineEdit()->setPlaceholderText(tr("camera.example.org"));
    m_password->setEchoMode(QLineEdit::Password);
    m_code->setPlaceholderText(tr("6 digits or a recovery code"));
    m_code->setMaxLength(64);
    m_keep->setChecked(true);
    m_progress->setRange(0, 0);
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(space::tiny);
    m_progress->setAccessibleName(tr("Signing in"));
    setLook(*m_button, Look::Primary);

    layOut();
    m_address->lineEdit()->setAccessibleName(tr("Server"));

    connect(m_address, &QComboBox::activated, this, &SignInForm::choose);
    m_address->installEventFilter(this);
    // Within a box it would stay marked when the focus goes on, as if it had it.
    connect(m_address->lineEdit(), &QLineEdit::editingFinished, m_address->lineEdit(), &QLineEdit::deselect);
    connect(m_button, &QPushButton::clicked, this, &SignInForm::onButton);
    for (QLineEdit *field : {m_address->lineEdit(), m_user, m_password, m_code})
        connect(field, &QLineEdit::returnPressed, this, &SignInForm::onButton);
}

SignInForm::~SignInForm() = default;

void SignInForm::layOut()
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::tiny);
    const auto add = [&](const QString &text, QWidget *field) {
        QLabel *label = makeFieldLabel(text, *field, this);
        column->addWidget(label);
        column->addWidget(field);
        column->addSpacing(space::small);
        return label;
    };
    add(tr("Server"), m_address);
    add(tr("User"), m_user);
    add(tr("Password"), m_password);
    m_codeLabel = add(tr("Code of the authenticator"), m_code);
    column->addWidget(m_keep);
    column->addSpacing(space::small);
    column->addWidget(m_message);
    column->addWidget(m_progress);
    column->addSpacing(space::small);
    column->addWidget(m_button);
}

void SignInForm::show(const SignInFlow &flow)
{
    const SignInEntry &known = flow.entry();
    m_address->setEditText(known.address);
    if (m_address->lineEdit()->hasFocus())
        m_address->lineEdit()->selectAll();
    m_user->setText(known.login.user);
    m_keep->setChecked(known.keep);
    if (flow.step() == SignInFlow::Step::SignedIn || known.login.password.isEmpty())
        m_password->clear();
    m_codeLabel->setVisible(flow.needsCode());
    m_code->setVisible(flow.needsCode());
    m_code->clear();
    const bool busy = flow.step() == SignInFlow::Step::Busy;
    setMessage(*m_message, flow.trouble(), flow.isHint() ? Tone::Info : Tone::Error);
    reserveHeight(*m_message, signInWidth);
    const bool wasBusy = m_busy;
    setBusy(busy);
    if (wasBusy && !busy)
        focusFirst();
}

SignInEntry SignInForm::entry() const
{
    return {
        m_address->currentText(), {m_user->text(), m_password->text(), m_code->text().trimmed()}, m_keep->isChecked()};
}

void SignInForm::focusFirst()
{
    if (m_busy)
        m_button->setFocus();
    else if (m_address->currentText().isEmpty())
        m_address->setFocus();
    else if (m_user->text().isEmpty())
        m_user->setFocus();
    else if (!m_code->isHidden())
        m_code->setFocus();
    else
        m_password->setFocus();
}

bool SignInForm::eventFilter(QObject *watched, QEvent *event)
{
    // What stands there is a proposal, to be typed over.
    if (event->type() == QEvent::FocusIn && watched == m_address) {
        const Qt::FocusReason reason = static_cast<QFocusEvent *>(event)->reason();
        const bool isBack = (reason == Qt::ActiveWindowFocusReason || reason == Qt::PopupFocusReason)
                            && m_address->lineEdit()->isModified();
        if (!isBack && reason != Qt::MouseFocusReason)
            m_address->lineEdit()->selectAll();
    }
    return QWidget::eventFilter(watched, event);
}

void SignInForm::choose(int row)
{
    const RememberedServer chosen = m_servers.server(row);
    m_address->setEditText(chosen.address.toString());
    m_user->setText(chosen.userName);
    m_password->setFocus();
}

void SignInForm::onButton()
{
    if (m_busy)
        Q_EMIT cancelled();
    else
        Q_EMIT submitted();
}

void SignInForm::setBusy(bool busy)
{
    m_busy = busy;
    m_progress->setVisible(busy);
    m_button->setText(busy ? tr("Cancel") : tr("Sign in"));
    // The focus must not fall through to nowhere when the fields go dim.
    if (busy)
        m_button->setFocus();
    for (QWidget *field : std::initializer_list<QWidget *>{m_address, m_user, m_password, m_code, m_keep})
        field->setEnabled(!busy);
}

}  // namespace cs

#include "moc_signinform.cpp"
