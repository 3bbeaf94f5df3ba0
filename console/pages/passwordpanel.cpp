#include "pages/passwordpanel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "models/passwordwords.h"
#include "widgets/look.h"

namespace cs {

namespace {

constexpr int leastRoom = 340;

}  // namespace

PasswordPanel::PasswordPanel(const QString &heading, const QString &why, QWidget *parent)
    : QWidget(parent),
      m_old(new QLineEdit(this)),
      m_new(new QLineEdit(this)),
      m_again(new QLineEdit(this)),
      m_why(makeLabel(why, Look::Hint, this)),
      m_rule(makeLabel(passwordRuleWords(), Look::Hint, this)),
      m_message(makeLabel({}, Look::Message, this)),
      m_button(new QPushButton(tr("Change the password"), this))
{
    setLook(*m_button, Look::Primary);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::tiny);
    column->addWidget(makeLabel(heading, Look::Heading, this));
    column->addWidget(m_why);
    column->addSpacing(space::small);
    const auto add = [&](const QString &text, QLineEdit *field) {
        field->setEchoMode(QLineEdit::Password);
        column->addWidget(makeFieldLabel(text, *field, this));
        column->addWidget(field);
        if (field == m_new)
            column->addWidget(m_rule);
        column->addSpacing(space::small);
        connect(field, &QLineEdit::returnPressed, this, &PasswordPanel::submit);
    };
    add(tr("Password so far"), m_old);
    add(tr("New password"), m_new);
    add(tr("New password again"), m_again);
    column->addWidget(m_message);
    column->addSpacing(space::small);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    auto *row = new QHBoxLayout;
    row->addStretch();
    row->addWidget(cancel);
    row->addWidget(m_button);
    column->addLayout(row);
    setTabOrder(cancel, m_button);
    m_new->setAccessibleDescription(m_rule->text());
    // Within a dialog Return in a field would press the first button otherwise.
    m_button->setDefault(true);
    m_message->hide();
    reserveWords();
    connect(m_button, &QPushButton::clicked, this, &PasswordPanel::submit);
    connect(cancel, &QPushButton::clicked, this, &PasswordPanel::cancelled);
}

PasswordPanel::~PasswordPanel() = default;

void PasswordPanel::begin(const QString &oldPassword)
{
    m_old->setText(oldPassword);
    m_new->clear();
    m_again->clear();
    setTrouble({});
}

void PasswordPanel::setTrouble(const QString &words)
{
    m_isBusy = false;
    setMessage(*m_message, words, Tone::Error);
    reserveWords();
}

void PasswordPanel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    reserveWords();
}

void PasswordPanel::reserveWords()
{
    // Before it is laid out it has no width of its own.
    const int room = testAttribute(Qt::WA_WState_Created) && width() > leastRoom ? width() : leastRoom;
    for (QLabel *label : {m_why, m_rule, m_message})
        reserveHeight(*label, room);
}

void PasswordPanel::clear()
{
    begin({});
}

void PasswordPanel::focusFirst()
{
    (m_old->text().isEmpty() ? m_old : m_new)->setFocus();
}

void PasswordPanel::submit()
{
    if (m_isBusy)
        return;
    if (m_old->text().isEmpty() || m_new->text().isEmpty()) {
        setTrouble(tr("Fill in all three fields."));
    } else if (m_new->text() != m_again->text()) {
        setTrouble(tr("The new passwords are not the same."));
        m_again->selectAll();
        m_again->setFocus();
    } else {
        setMessage(*m_message, {}, Tone::Info);
        // Not dimmed: the focus would jump to "Cancel".
        m_isBusy = true;
        Q_EMIT submitted(m_old->text(), m_new->text());
    }
}

}  // namespace cs

#include "moc_passwordpanel.cpp"
