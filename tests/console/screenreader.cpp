#include "console/screenreader.h"

#include <QAbstractButton>
#include <QAbstractScrollArea>
#include <QAccessible>
#include <QComboBox>
#include <QPushButton>

#include "console/readingorder.h"

namespace cs {

namespace {

bool isList(QAccessible::Role role)
{
    switch (role) {
    case QAccessible::Table:
    case QAccessible::Tree:
    case QAccessible::List:
    case QAccessible::MenuBar:
    case QAccessible::PopupMenu: return true;
    default: return false;
    }
}

bool saysNothing(QAccessible::Role role)
{
    switch (role) {
    case QAccessible::NoRole:
    case QAccessible::Client:
    case QAccessible::Pane:
    case QAccessible::Border:
    case QAccessible::LayeredPane:
    case QAccessible::Whitespace: return true;
    default: return false;
    }
}

bool isWindow(QAccessible::Role role)
{
    return role == QAccessible::Window || role == QAccessible::Dialog || role == QAccessible::Application;
}

// What is said before it: its own name, or that of the label beside it.
QString spokenNameOf(QAccessibleInterface &control)
{
    const auto *widget = qobject_cast<QWidget *>(control.object());
    // Of a combo box the interface names what is chosen, not what for.
    const bool namesChoice = qobject_cast<const QComboBox *>(widget) != nullptr;
    const QString name = namesChoice ? widget->accessibleName() : control.text(QAccessible::Name);
    if (!name.trimmed().isEmpty())
        return name;
    const auto labels = control.relations(QAccessible::Label);
    return labels.isEmpty() ? QString() : labels.first().first->text(QAccessible::Name);
}

bool isTabStop(const QWidget &widget)
{
    return widget.isVisible() && widget.isEnabled() && (widget.focusPolicy() & Qt::TabFocus) && !widget.focusProxy();
}

bool isScrolled(const QWidget &widget)
{
    for (const QWidget *part = widget.parentWidget(); part; part = part->parentWidget()) {
        if (qobject_cast<const QAbstractScrollArea *>(part))
            return true;
    }
    return false;
}

}  // namespace

ScreenReader::ScreenReader(QWidget &window) : m_window(window)
{
    walk(QAccessible::queryAccessibleInterface(&window));
}

void ScreenReader::walk(QAccessibleInterface *node)
{
    for (int i = 0; node && i < node->childCount(); ++i) {
        QAccessibleInterface *child = node->child(i);
        // Dialogs are windows of their own, and looked at by themselves.
        if (!child || child->state().invisible || isWindow(child->role()))
            continue;
        if (child->state().focusable)
            m_controls.append(child);
        if (!isList(child->role()))
            walk(child);
    }
}

QStringList ScreenReader::unspoken() const
{
    QStringList findings;
    for (QAccessibleInterface *control : m_controls) {
        const auto *widget = qobject_cast<QWidget *>(control->object());
        const QString which = widget ? wordsOf(widget) : control->text(QAccessible::Description);
        if (spokenNameOf(*control).trimmed().isEmpty())
            findings << QStringLiteral("no name: %1").arg(which);
        if (saysNothing(control->role()))
            findings << QStringLiteral("a role that says nothing: %1").arg(which);
    }
    if (m_controls.isEmpty())
        findings << QStringLiteral("there is nothing that can take the focus");
    return findings;
}

QStringList ScreenReader::passedOver(const QList<QWidget *> &stops) const
{
    QStringList findings;
    for (QAccessibleInterface *control : m_controls) {
        auto *widget = qobject_cast<QWidget *>(control->object());
        if (widget && widget->window() == &m_window && isTabStop(*widget) && !stops.contains(widget))
            findings << QStringLiteral("Tab passes over %1").arg(wordsOf(widget));
    }
    return findings;
}

QStringList ScreenReader::cutOff() const
{
    QStringList findings;
    for (const auto *button : m_window.findChildren<QAbstractButton *>()) {
        if (!button->isVisible() || button->window() != &m_window)
            continue;
        if (button->width() < button->sizeHint().width() && qobject_cast<const QPushButton *>(button))
            findings << QStringLiteral("no room for its words: %1, %2 of %3")
                            .arg(wordsOf(button))
                            .arg(button->width())
                            .arg(button->sizeHint().width());
        if (!isScrolled(*button) && button->visibleRegion().boundingRect() != button->rect())
            findings << QStringLiteral("cut off: %1").arg(wordsOf(button));
    }
    return findings;
}

}  // namespace cs
