#include "app/navigation.h"

#include <utility>

#include <QAction>
#include <QKeyEvent>
#include <QVBoxLayout>

#include "widgets/commandbutton.h"

namespace cs {

Navigation::Navigation(QWidget *parent) : QFrame(parent), m_pages(new QVBoxLayout), m_tools(new QVBoxLayout)
{
    setObjectName(QStringLiteral("navigation"));
    setAccessibleName(tr("Pages"));
    setFixedWidth(FullWidth);
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
    linkTabOrder();
}

void Navigation::addTool(QAction *action)
{
    m_tools->addWidget(makeButton(action));
    linkTabOrder();
}

void Navigation::setShown(QAction *action, bool shown)
{
    for (CommandButton *button : findChildren<CommandButton *>()) {
        if (button->command() == action)
            button->setVisible(shown);
    }
}

void Navigation::setCompact(bool compact)
{
    if (std::exchange(m_compact, compact) == compact)
        return;
    setFixedWidth(compact ? CompactWidth : FullWidth);
    for (CommandButton *button : findChildren<CommandButton *>())
        button->setShow(compact ? CommandButton::Show::IconOnly : CommandButton::Show::TextAndIcon);
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

// Tab goes as the eye does: all buttons from the top down, then the page. Qt takes the order in which widgets were made,
// and pages are made between the buttons.
void Navigation::linkTabOrder()
{
    QWidget *before = nullptr;
    for (const QVBoxLayout *part : {m_pages, m_tools}) {
        for (int i = 0; i < part->count(); ++i) {
            QWidget *button = part->itemAt(i)->widget();
            if (before)
                setTabOrder(before, button);
            before = button;
        }
    }
}

QWidget *Navigation::makeButton(QAction *action)
{
    auto *button = new CommandButton(action, CommandButton::Show::TextAndIcon, this);
    button->setIconSize(QSize(20, 20));
    return button;
}

}  // namespace cs

#include "moc_navigation.cpp"
