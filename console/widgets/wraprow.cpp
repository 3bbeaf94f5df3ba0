#include "widgets/wraprow.h"

#include <algorithm>
#include <utility>

#include <QEvent>

#include "widgets/look.h"

namespace cs {

namespace {

// Not merely not shown yet.
bool isAway(const QWidget &widget)
{
    return widget.isHidden() && widget.testAttribute(Qt::WA_WState_ExplicitShowHide);
}

}  // namespace

WrapRow::WrapRow(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

WrapRow::~WrapRow() = default;

void WrapRow::add(QWidget *widget)
{
    widget->setParent(this);
    m_widgets.push_back(widget);
    place();
}

QSize WrapRow::sizeHint() const
{
    int width = 0;
    for (const QWidget *widget : m_widgets)
        width += isAway(*widget) ? 0 : widget->sizeHint().width() + space::medium;
    return {width, m_height};
}

QSize WrapRow::minimumSizeHint() const
{
    int widest = 0;
    for (const QWidget *widget : m_widgets)
        widest = std::max(widest, isAway(*widget) ? 0 : widget->sizeHint().width());
    return {widest, m_height};
}

bool WrapRow::event(QEvent *event)
{
    // One of them wants another size, or was hidden.
    if (event->type() == QEvent::LayoutRequest)
        place();
    return QWidget::event(event);
}

void WrapRow::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    place();
}

void WrapRow::place()
{
    int left = 0;
    int top = 0;
    int rowHeight = 0;
    for (QWidget *widget : m_widgets) {
        if (isAway(*widget))
            continue;
        const QSize wanted = widget->sizeHint();
        if (left > 0 && left + wanted.width() > width()) {
            top += rowHeight + space::small;
            left = 0;
            rowHeight = 0;
        }
        widget->setGeometry(left, top, wanted.width(), wanted.height());
        left += wanted.width() + space::medium;
        rowHeight = std::max(rowHeight, wanted.height());
    }
    if (std::exchange(m_height, top + rowHeight) != top + rowHeight)
        updateGeometry();
}

}  // namespace cs

#include "moc_wraprow.cpp"
