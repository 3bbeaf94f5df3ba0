#include "widgets/commandpalette.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include "actions/commands.h"
#include "widgets/look.h"
#include "widgets/palettemodel.h"

namespace cs {

namespace {

// Name to the left, shortcut to the right.
class CommandRow final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        painter->save();
        painter->setPen(option.palette.color(QPalette::PlaceholderText));
        painter->drawText(option.rect.adjusted(0, 0, -space::medium, 0), Qt::AlignRight | Qt::AlignVCenter,
                          index.data(PaletteModel::ShortcutRole).toString());
        painter->restore();
    }

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        return {QStyledItemDelegate::sizeHint(option, index).width(), option.fontMetrics.height() + space::medium};
    }
};

}  // namespace

CommandPalette::CommandPalette(Commands &commands, QWidget *window)
    : QFrame(window),
      m_commands(commands),
      m_words(new QLineEdit(this)),
      m_list(new QListView(this)),
      m_nothing(makeLabel(tr("No command is called that."), Look::Hint, this)),
      m_model(std::make_unique<PaletteModel>())
{
    setObjectName(QStringLiteral("commandPalette"));
    setAccessibleName(tr("Find a command"));
    m_words->setPlaceholderText(tr("Type a part of a command"));
    m_words->setAccessibleName(tr("Find a command"));
    m_words->setAccessibleDescription(tr("Up and Down choose, Enter does it, Escape leaves"));
    m_list->setModel(m_model.get());
    m_list->setItemDelegate(new CommandRow(m_list));
    m_list->setAccessibleName(tr("Commands"));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setIconSize(QSize(18, 18));
    m_nothing->setContentsMargins(space::small, space::small, space::small, space::small);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::small, space::small, space::small, space::small);
    column->setSpacing(space::small);
    column->addWidget(m_words);
    column->addWidget(m_nothing);
    column->addWidget(m_list, 1);
    connect(m_words, &QLineEdit::textChanged, this, &CommandPalette::onTyped);
    connect(m_list, &QListView::clicked, this, &CommandPalette::give);
    m_words->installEventFilter(this);
    window->installEventFilter(this);
    hide();
}

CommandPalette::~CommandPalette() = default;

void CommandPalette::open()
{
    if (!isVisible())
        m_before = QApplication::focusWidget();
    QList<QAction *> possible;
    for (QAction *action : m_commands.actions()) {
        if (action->isEnabled() && action != m_commands.action(CommandId::FindCommand))
            possible.append(action);
    }
    m_model->setActions(possible);
    m_words->clear();
    onTyped({});
    place();
    show();
    raise();
    m_words->setFocus(Qt::PopupFocusReason);
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_words) {
        if (event->type() == QEvent::Resize && isVisible())
            place();
    } else if (event->type() == QEvent::KeyPress) {
        return onKey(static_cast<QKeyEvent *>(event)->key());
    } else if (event->type() == QEvent::FocusOut && isVisible()
               && static_cast<QFocusEvent *>(event)->reason() != Qt::ActiveWindowFocusReason) {
        m_before.clear();
        hide();
    }
    return QFrame::eventFilter(watched, event);
}

bool CommandPalette::onKey(int key)
{
    const int last = m_model->rowCount() - 1;
    const int row = m_list->currentIndex().row();
    switch (key) {
    case Qt::Key_Escape: close(); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter: give(); return true;
    case Qt::Key_Up: m_list->setCurrentIndex(m_model->index(row > 0 ? row - 1 : last)); return true;
    case Qt::Key_Down: m_list->setCurrentIndex(m_model->index(row < last ? row + 1 : 0)); return true;
    case Qt::Key_PageUp: m_list->setCurrentIndex(m_model->index(0)); return true;
    case Qt::Key_PageDown: m_list->setCurrentIndex(m_model->index(last)); return true;
    case Qt::Key_Tab:
    case Qt::Key_Backtab: return true;
    default: return false;
    }
}

void CommandPalette::onTyped(const QString &text)
{
    m_model->setWords(text);
    m_list->setCurrentIndex(m_model->index(0));
    const bool none = m_model->rowCount() == 0;
    m_nothing->setVisible(none);
    m_list->setVisible(!none);
    place();
}

void CommandPalette::give()
{
    const QPointer<QAction> action = m_model->action(m_list->currentIndex().row());
    if (!action)
        return;
    // First back to where the person was: the command may act on what has the focus.
    close();
    if (action)
        action->trigger();
}

void CommandPalette::close()
{
    const QPointer<QWidget> before = m_before;
    m_before.clear();
    hide();
    if (before)
        before->setFocus(Qt::PopupFocusReason);
}

void CommandPalette::place()
{
    const QRect room = parentWidget()->rect();
    const int width = std::min(560, room.width() - 2 * space::large);
    const int rows = m_model->rowCount() * m_list->sizeHintForRow(0) + 2 * space::tiny;
    const int words = m_words->sizeHint().height() + 3 * space::small;
    const int wanted = words + (m_model->rowCount() > 0 ? rows : m_nothing->sizeHint().height());
    const int height = std::min({wanted, 420, room.height() - 2 * space::huge});
    setGeometry((room.width() - width) / 2, std::min(room.height() / 8, 96), width, height);
}

}  // namespace cs

#include "moc_commandpalette.cpp"
