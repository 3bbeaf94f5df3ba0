#include "widgets/stateoverlay.h"

#include <QEvent>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include "models/words.h"
#include "widgets/look.h"

namespace cs {

StateOverlay::StateOverlay(LoadedModel &model, const QString &emptyText, QWidget *view)
    : QWidget(view),
      m_model(model),
      m_emptyText(emptyText),
      m_text(makeLabel({}, Look::Hint, this)),
      m_busy(new QProgressBar(this)),
      m_retry(new QPushButton(tr("Try again"), this))
{
    m_busy->setRange(0, 0);
    m_busy->setTextVisible(false);
    m_busy->setFixedSize(160, space::tiny);
    m_busy->setAccessibleName(tr("Loading"));
    m_text->setAlignment(Qt::AlignCenter);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::large, space::small, space::large, space::small);
    column->setSpacing(space::medium);
    column->addStretch();
    column->addWidget(m_text);
    column->addWidget(m_busy, 0, Qt::AlignHCenter);
    column->addWidget(m_retry, 0, Qt::AlignHCenter);
    column->addStretch();
    connect(m_retry, &QPushButton::clicked, this, &StateOverlay::retryWanted);
    connect(&model, &LoadedModel::loadStateChanged, this, &StateOverlay::refresh);
    connect(&model, &QAbstractItemModel::rowsInserted, this, &StateOverlay::refresh);
    connect(&model, &QAbstractItemModel::rowsRemoved, this, &StateOverlay::refresh);
    connect(&model, &QAbstractItemModel::modelReset, this, &StateOverlay::refresh);
    view->installEventFilter(this);
    refresh();
}

StateOverlay::~StateOverlay() = default;

void StateOverlay::setEmptyText(const QString &text)
{
    m_emptyText = text;
    refresh();
}

QString StateOverlay::text() const
{
    return isHidden() ? QString() : m_text->text();
}

bool StateOverlay::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize)
        place();
    return QWidget::eventFilter(watched, event);
}

void StateOverlay::refresh()
{
    const LoadState state = m_model.loadState();
    const bool empty = m_model.rowCount() == 0;
    QString text;
    if (state == LoadState::Failed)
        text = wordsFor(m_model.error());
    else if (empty)
        text = state == LoadState::Busy ? tr("Loading …") : m_emptyText;
    m_busy->setVisible(empty && state == LoadState::Busy);
    if (state != LoadState::Failed && m_retry->hasFocus())
        parentWidget()->setFocus();
    m_retry->setVisible(state == LoadState::Failed);
    setMessage(*m_text, text, state == LoadState::Failed ? Tone::Error : Tone::Info);
    // Over rows it is a strip that must not mix with them.
    setAutoFillBackground(!empty);
    setVisible(!text.isEmpty());
    place();
}

void StateOverlay::place()
{
    QRect room = parentWidget()->rect().adjusted(2, 2, -2, -2);
    if (m_model.rowCount() > 0)
        room.setHeight(std::max(sizeHint().height(), heightForWidth(room.width())));
    setGeometry(room);
    raise();
}

}  // namespace cs

#include "moc_stateoverlay.cpp"
