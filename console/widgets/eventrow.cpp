#include "widgets/eventrow.h"

#include <QApplication>
#include <QDateTime>
#include <QPainter>

#include "actions/icons.h"
#include "models/eventlogmodel.h"
#include "widgets/look.h"

namespace cs {

namespace {

QString weightIcon(int weight)
{
    switch (static_cast<LoggedEvent::Weight>(weight)) {
    case LoggedEvent::Weight::Info: return QStringLiteral("info");
    case LoggedEvent::Weight::Warning: return QStringLiteral("warning");
    case LoggedEvent::Weight::Error: return QStringLiteral("error");
    }
    return {};
}

QString whenAndWhere(const QModelIndex &index)
{
    const QDateTime time = index.data(EventLogModel::TimeRole).toDateTime().toLocalTime();
    const bool today = time.date() == QDate::currentDate();
    const QString when = QLocale().toString(time,
                                            today ? QStringLiteral("HH:mm:ss") : QStringLiteral("d MMM HH:mm:ss"));
    const QString device = index.data(EventLogModel::DeviceRole).toString();
    return device.isEmpty() ? when : QStringLiteral("%1  ·  %2").arg(when, device);
}

}  // namespace

EventRow::~EventRow() = default;

void EventRow::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem background = option;
    initStyleOption(&background, index);
    background.text.clear();
    background.icon = {};
    const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &background, painter, option.widget);

    const int line = option.fontMetrics.height();
    const QRect inner = option.rect.adjusted(space::small, space::small, -space::small, -space::small);
    const QRect mark(inner.left(), inner.top() + 1, 16, 16);
    icon(weightIcon(index.data(EventLogModel::WeightRole).toInt())).paint(painter, mark);
    const QRect words = inner.adjusted(16 + space::small, 0, 0, 0);
    painter->save();
    painter->setPen(option.palette.color(QPalette::PlaceholderText));
    painter->drawText(words, Qt::AlignLeft | Qt::AlignTop, whenAndWhere(index));
    painter->setPen(option.palette.color(QPalette::Text));
    painter->setClipRect(words);
    painter->drawText(words.adjusted(0, line + 2, 0, 0), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap,
                      index.data(EventLogModel::TextRole).toString());
    painter->restore();
}

QSize EventRow::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {120, 3 * option.fontMetrics.height() + 2 + 2 * space::small};
}

}  // namespace cs

#include "moc_eventrow.cpp"
