#include "pages/commandfoot.h"

#include <QHBoxLayout>
#include <QLabel>

#include "actions/commands.h"
#include "widgets/commandbutton.h"
#include "widgets/look.h"

namespace cs {

QWidget *makeCommandFoot(QLabel &chosen, std::initializer_list<CommandId> ids, Commands &commands, QWidget *parent)
{
    auto *foot = new QWidget(parent);
    setLook(*foot, Look::Toolbar);
    auto *row = new QHBoxLayout(foot);
    row->setContentsMargins(0, 0, 0, 0);
    chosen.setWordWrap(false);
    chosen.setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    row->addWidget(&chosen, 1);
    for (const CommandId id : ids) {
        auto *button = new CommandButton(commands.action(id), CommandButton::Show::TextAndIcon, foot);
        const auto follow = [&commands, button, id] { button->setVisible(commands.isAllowed(id)); };
        QObject::connect(&commands, &Commands::roleChanged, button, follow);
        follow();
        row->addWidget(button);
    }
    return foot;
}

}  // namespace cs
