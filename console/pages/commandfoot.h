#pragma once

#include <initializer_list>
#include <vector>

#include <QWidget>

#include "actions/commandlist.h"
#include "widgets/look.h"

class QLabel;

namespace cs {

class CommandButton;
class Commands;

// Says what is chosen, in that look, and beside it shows the commands for that as buttons; one that the person may not
// use is not shown. Where there is no room for their words, the buttons show their icons alone. Window's thread; the
// commands outlive it.
class CommandFoot final : public QWidget {
    Q_OBJECT
public:
    CommandFoot(std::initializer_list<CommandId> ids, Commands &commands, QWidget *parent, Look look = Look::Hint);
    ~CommandFoot() override;

    void setChosen(const QString &text);
    // With icons alone.
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void showAllowed();
    void fit();

    Commands &m_commands;
    std::vector<CommandId> m_ids;
    std::vector<CommandButton *> m_buttons;
    QString m_text;
    QLabel *m_chosen;
};

}  // namespace cs
