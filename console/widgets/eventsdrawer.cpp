#include "widgets/eventsdrawer.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QVBoxLayout>

#include "actions/icons.h"
#include "models/eventlogmodel.h"
#include "widgets/commandbutton.h"
#include "widgets/eventrow.h"
#include "widgets/stateoverlay.h"

namespace cs {

EventsDrawer::EventsDrawer(EventLogModel &events, QAction *closing, QWidget *parent)
    : QFrame(parent),
      m_list(new QListView(this))
{
    setObjectName(QStringLiteral("eventsDrawer"));
    fitInto(0);
    auto *close = new QPushButton(icon(QStringLiteral("close")), {}, this);
    close->setAccessibleName(tr("Close the events"));
    close->setToolTip(tr("Close the events"));
    setLook(*close, Look::Quiet);
    connect(close, &QPushButton::clicked, closing, &QAction::trigger);
    m_list->setModel(&events);
    m_list->setModelColumn(EventLogModel::Text);
    m_list->setItemDelegate(new EventRow(m_list));
    m_list->setAccessibleName(tr("Events, newest first"));
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setFrameShape(QFrame::NoFrame);
    new StateOverlay(events, tr("Nothing has happened since you signed in."), m_list);

    auto *top = new QHBoxLayout;
    top->addWidget(makeLabel(tr("Events"), Look::Heading, this), 1);
    top->addWidget(close);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::medium, space::medium, space::small, space::small);
    column->setSpacing(space::small);
    column->addLayout(top);
    column->addWidget(m_list, 1);
    setTabOrder(close, m_list);
}

EventsDrawer::~EventsDrawer() = default;

void EventsDrawer::fitInto(int width)
{
    setFixedWidth(std::clamp(width * 3 / 10, LeastWidth, MostWidth));
}

void EventsDrawer::focusList()
{
    if (!m_list->currentIndex().isValid())
        m_list->setCurrentIndex(m_list->model()->index(0, m_list->modelColumn()));
    m_list->setFocus(Qt::ShortcutFocusReason);
}

}  // namespace cs

#include "moc_eventsdrawer.cpp"
