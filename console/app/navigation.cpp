#include "app/navigation.h"

#include <QAction>
#include <QKeyEvent>
#include <QVBoxLayout>

#include "widgets/commandbutton.h"

namespace cs {

Navigation::Navigation(QWidget *parent) : QFrame(parent), m_pages(new QVBoxLayout), m_tools(new QVBoxLayout)
{
    setObjectName(QStringLiteral("navigation"));
    setAccessibleName(tr("Pages"));
    setFixedWidth(208);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::small + space::tiny, space::medium, space::small + space::tiny, space::medium);
    m_pages->setSpacing(space::tiny);
    m_tools->setSpacing(space::tiny);
    column->addLayout(m_pages);
    column->addStretch();
    column->addLayout(m_tools);
}

Navigation::~Navigation() = default;

void Navigation::addPage(QAction *action)
{
    m_pages->addWidget(makeButton(action));
}

void Navigation::addTool(QAction *action)
{
    m_tools->addWidget(makeButton(action));
}

void Navigation::setShown(QAction *action, bool shown)
{
    for (CommandButton *button : findChildren<CommandButton *>()) {
        if (button->command() == action)
            button->setVisible(shown);
    }
}

void Navigation::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Up)
        focusPreviousChild();
    else if (event->key() == Qt::Key_Down)
        focusNextChild();
    else
        QFrame::keyPressEvent(event);
}

QWidget *Navigation::makeButton(QAction *action)
{
    auto *button = new CommandButton(action, CommandButton::Show::TextAndIcon, this);
    button->setIconSize(QSize(20, 20));
    return button;
}

}  // namespace cs

#include "moc_navigation.cpp"
