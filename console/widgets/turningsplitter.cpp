#include "widgets/turningsplitter.h"

#include <algorithm>

namespace cs {

namespace {

// The first has so many fifths, the second the rest.
constexpr int FifthsAside = 3;
constexpr int FifthsAbove = 2;

}  // namespace

TurningSplitter::TurningSplitter(QWidget *parent) : QSplitter(parent)
{
    setChildrenCollapsible(false);
}

TurningSplitter::~TurningSplitter() = default;

QSize TurningSplitter::leastOf(int index) const
{
    const QWidget &part = *widget(index);
    return part.minimumSizeHint().expandedTo(part.minimumSize());
}

QSize TurningSplitter::minimumSizeHint() const
{
    int widest = 0;
    int highest = 0;
    int stacked = 0;
    for (int i = 0; i < count(); ++i) {
        const QSize least = leastOf(i);
        widest = std::max(widest, least.width());
        highest = std::max(highest, least.height());
        stacked += least.height() + (i > 0 ? handleWidth() : 0);
    }
    return {widest, orientation() == Qt::Vertical ? stacked : highest};
}

void TurningSplitter::resizeEvent(QResizeEvent *event)
{
    int aside = 0;
    for (int i = 0; i < count(); ++i)
        aside += leastOf(i).width() + (i > 0 ? handleWidth() : 0);
    const Qt::Orientation wanted = width() < aside ? Qt::Vertical : Qt::Horizontal;
    if (wanted != orientation()) {
        setOrientation(wanted);
        const int room = wanted == Qt::Vertical ? height() : width();
        const int first = room * (wanted == Qt::Vertical ? FifthsAbove : FifthsAside) / 5;
        setSizes({first, room - first});
        updateGeometry();
    }
    QSplitter::resizeEvent(event);
}

}  // namespace cs

#include "moc_turningsplitter.cpp"
