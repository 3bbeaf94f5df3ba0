#include "actions/commands.h"

#include <QCoreApplication>

#include "actions/icons.h"

namespace cs {

namespace {

// "Take a snapshot (Ctrl+S)": the shortcut is found where the button is.
QString tooltipOf(const QAction &action)
{
    const QString keys = action.shortcut().toString(QKeySequence::NativeText);
    return keys.isEmpty() ? action.text() : QStringLiteral("%1 (%2)").arg(action.text(), keys);
}

}  // namespace

Commands::Commands(QObject *parent) : QObject(parent)
{
    for (const CommandSpec &spec : commandSpecs()) {
        auto *action = new QAction(QCoreApplication::translate("Commands", spec.text), this);
        action->setShortcut(QKeySequence(QString::fromLatin1(spec.shortcut)));
        action->setIcon(icon(QString::fromLatin1(spec.icon)));
        action->setCheckable(spec.checkable);
        action->setToolTip(tooltipOf(*action));
        // Desktops move actions named "Quit" or "Settings" about by their text otherwise.
        action->setMenuRole(QAction::NoRole);
        m_actions.emplace(spec.id, action);
        if (spec.scope == CommandScope::Everywhere)
            m_available.insert(spec.id);
        refresh(spec);
    }
}

Commands::~Commands() = default;

QAction *Commands::action(CommandId id) const
{
    return m_actions.at(id);
}

QList<QAction *> Commands::actions() const
{
    QList<QAction *> all;
    for (const CommandSpec &spec : commandSpecs())
        all.append(action(spec.id));
    return all;
}

QList<QAction *> Commands::actions(CommandGroup group) const
{
    QList<QAction *> some;
    for (const CommandSpec &spec : commandSpecs()) {
        if (spec.group == group)
            some.append(action(spec.id));
    }
    return some;
}

void Commands::setRole(std::optional<Role> role)
{
    if (m_role == role)
        return;
    m_role = role;
    for (const CommandSpec &spec : commandSpecs())
        refresh(spec);
    Q_EMIT roleChanged();
}

void Commands::setAvailable(CommandId id, bool available)
{
    if (available)
        m_available.insert(id);
    else
        m_available.erase(id);
    refresh(commandSpec(id));
}

bool Commands::isAllowed(CommandId id) const
{
    const std::optional<Role> needed = commandSpec(id).role;
    return !needed || (m_role && *m_role >= *needed);
}

void Commands::refresh(const CommandSpec &spec)
{
    m_actions.at(spec.id)->setEnabled(m_available.contains(spec.id) && isAllowed(spec.id));
}

}  // namespace cs

#include "moc_commands.cpp"
