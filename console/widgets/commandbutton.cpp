#include "widgets/commandbutton.h"

#include <QAction>

namespace cs {

CommandButton::CommandButton(QAction *action, Show show, QWidget *parent)
    : QPushButton(parent),
      m_action(action),
      m_show(show)
{
    setCheckable(action->isCheckable());
    connect(this, &QPushButton::clicked, action, &QAction::trigger);
    connect(action, &QAction::changed, this, &CommandButton::refresh);
    refresh();
}

CommandButton::~CommandButton() = default;

void CommandButton::refresh()
{
    if (m_show != Show::TextOnly)
        setIcon(m_action->icon());
    // A button of an icon that is missing still says what it does.
    if (m_show != Show::IconOnly || m_action->icon().isNull())
        setText(m_action->text());
    setToolTip(m_action->toolTip());
    setAccessibleName(m_action->text());
    setEnabled(m_action->isEnabled());
    setChecked(m_action->isChecked());
}

}  // namespace cs

#include "moc_commandbutton.cpp"
