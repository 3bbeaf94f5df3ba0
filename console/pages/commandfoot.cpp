#include "pages/commandfoot.h"

#include <QHBoxLayout>
#include <QLabel>

#include "actions/commands.h"
#include "widgets/commandbutton.h"
#include "widgets/look.h"

namespace cs {

namespace {

// So much of what is chosen can be read always.
constexpr int LeastChosen = 90;

}  // namespace

CommandFoot::CommandFoot(std::initializer_list<CommandId> ids, Commands &commands, QWidget *parent, Look look)
    : QWidget(parent),
      m_commands(commands),
      m_ids(ids),
      m_chosen(makeLabel({}, look, this))
{
    setLook(*this, Look::Toolbar);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::small);
    m_chosen->setWordWrap(false);
    m_chosen->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    row->addWidget(m_chosen, 1);
    for (const CommandId id : m_ids) {
        m_buttons.push_back(new CommandButton(commands.action(id), CommandButton::Show::TextAndIcon, this));
        row->addWidget(m_buttons.back());
    }
    connect(&commands, &Commands::roleChanged, this, &CommandFoot::showAllowed);
    showAllowed();
}

CommandFoot::~CommandFoot() = default;

void CommandFoot::setChosen(const QString &text)
{
    m_text = text;
    // A long name is cut in its middle where there is no room for it.
    setPlainToolTip(*m_chosen, text);
    m_chosen->setAccessibleName(text);
    fit();
}

QSize CommandFoot::minimumSizeHint() const
{
    int width = LeastChosen;
    int height = 0;
    for (const CommandButton *button : m_buttons) {
        if (button->isHidden())
            continue;
        const QSize full = button->sizeHint();
        // Of the full width what words take is not needed.
        const int words = button->fontMetrics().horizontalAdvance(button->text());
        width += full.width() - words + space::small;
        height = std::max(height, full.height());
    }
    return {width, height};
}

void CommandFoot::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fit();
}

void CommandFoot::showAllowed()
{
    for (size_t i = 0; i < m_buttons.size(); ++i)
        m_buttons[i]->setVisible(m_commands.isAllowed(m_ids[i]));
    fit();
}

void CommandFoot::fit()
{
    const auto showAs = [this](CommandButton::Show show) {
        for (CommandButton *button : m_buttons)
            button->setShow(show);
    };
    const auto taken = [this] {
        int wanted = 0;
        for (const CommandButton *button : m_buttons)
            wanted += button->isHidden() ? 0 : button->sizeHint().width() + space::small;
        return wanted;
    };
    showAs(CommandButton::Show::TextAndIcon);
    if (taken() + LeastChosen > width())
        showAs(CommandButton::Show::IconOnly);
    m_chosen->setText(m_chosen->fontMetrics().elidedText(m_text, Qt::ElideMiddle, width() - taken()));
}

}  // namespace cs

#include "moc_commandfoot.cpp"
