#pragma once

#include <map>
#include <optional>
#include <set>

#include <QAction>
#include <QObject>

#include "actions/commandlist.h"

namespace cs {

// The actions of all commands, made from their declarations; menus, palette, buttons and tooltips show these. An action
// is enabled while the role suffices and its page has made it available. Owns the actions; lives on the window's
// thread, as long as a window.
class Commands final : public QObject {
    Q_OBJECT
public:
    explicit Commands(QObject *parent = nullptr);
    ~Commands() override;

    QAction *action(CommandId id) const;
    // In the order of their declaration.
    QList<QAction *> actions() const;
    QList<QAction *> actions(CommandGroup group) const;
    // Of whoever is signed in; nothing: nobody.
    void setRole(std::optional<Role> role);
    // Whether it makes sense now: for commands of a page the page says so, as its selection changes and when it leaves.
    // Commands for everywhere are available until somebody says otherwise.
    void setAvailable(CommandId id, bool available);
    // Whether the role suffices; buttons of commands that one will never have are hidden by it.
    bool isAllowed(CommandId id) const;

Q_SIGNALS:
    // After setRole(): isAllowed() may say something else.
    void roleChanged();

private:
    void refresh(const CommandSpec &spec);

    std::map<CommandId, QAction *> m_actions;
    std::set<CommandId> m_available;
    std::optional<Role> m_role;
};

}  // namespace cs
