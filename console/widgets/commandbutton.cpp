#include "widgets/commandbutton.h"

#include <QAction>
#include <QFocusEvent>
#include <QPointer>

namespace cs {

CommandButton::CommandButton(QAction *action, Show show, QWidget *parent)
    : QPushButton(parent),
      m_action(action),
      m_show(show)
{
    setCheckable(action->isCheckable());
    connect(this, &QPushButton::clicked, this, [this] {
        // What is done may take the button away.
        const QPointer<CommandButton> self(this);
        m_action->trigger();
        // A press toggles the button, whatever the action made of it.
        if (self)
            setChecked(m_action->isChecked());
    });
    connect(action, &QAction::changed, this, &CommandButton::refresh);
    refresh();
}

CommandButton::~CommandButton() = default;

void CommandButton::setShow(Show show)
{
    if (std::exchange(m_show, show) != show)
        refresh();
}

void CommandButton::refresh()
{
    setIcon(m_show == Show::TextOnly ? QIcon() : m_action->icon());
    // A button of an icon that is missing still says what it does.
    setText(m_show == Show::IconOnly && !m_action->icon().isNull() ? QString() : m_action->text());
    setToolTip(m_action->toolTip());
    setAccessibleName(m_action->text());
    refreshEnabled(hasFocus());
    setChecked(m_action->isChecked());
}

void CommandButton::refreshEnabled(bool hasFocus)
{
    const bool usable = m_action->isEnabled();
    setEnabled(usable || hasFocus);
    restyle(*this, "dimmed", usable || !hasFocus ? QString() : QStringLiteral("yes"));
}

void CommandButton::focusOutEvent(QFocusEvent *event)
{
    QPushButton::focusOutEvent(event);
    // It comes back to the button that had it.
    const bool forAMoment = event->reason() == Qt::ActiveWindowFocusReason || event->reason() == Qt::PopupFocusReason;
    if (!forAMoment)
        refreshEnabled(false);
}

}  // namespace cs

#include "moc_commandbutton.cpp"
