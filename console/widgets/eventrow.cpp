#include "widgets/eventrow.h"

#include <algorithm>
#include <utility>

#include <QApplication>
#include <QDateTime>
#include <QListView>
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

constexpr int WordFlags = Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap;
constexpr int MarkSize = 16;
constexpr int LeastWidth = 120;
constexpr qsizetype MostHeights = 2000;

// With places where a name of a file or a code may go on in the next line.
QString wordsOf(const QModelIndex &index)
{
    return index.data(EventLogModel::TextRole).toString().replace(u'_', QStringLiteral("_\u200b"));
}

// Where there is no room for name and id of a camera, the name is left, which is what people know.
QString whenAndWhere(const QModelIndex &index, const QFontMetrics &metrics, int room)
{
    const QDateTime time = index.data(EventLogModel::TimeRole).toDateTime().toLocalTime();
    const bool today = time.date() == QDate::currentDate();
    const QString when = QLocale().toString(time,
                                            today ? QStringLiteral("HH:mm:ss") : QStringLiteral("d MMM HH:mm:ss"));
    const QString camera = index.data(EventLogModel::CameraNameRole).toString();
    if (camera.isEmpty())
        return when;
    const QString before = when + QStringLiteral("  ·  ");
    const int left = room - metrics.horizontalAdvance(before);
    const bool fits = metrics.horizontalAdvance(camera) <= left;
    return before
           + metrics.elidedText(fits ? camera : camera.section(QLatin1String(" ("), 0, -2), Qt::ElideRight, left);
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
    const QRect mark(inner.left(), inner.top() + 1, MarkSize, MarkSize);
    icon(weightIcon(index.data(EventLogModel::WeightRole).toInt())).paint(painter, mark);
    const QRect words = inner.adjusted(MarkSize + space::small, 0, 0, 0);
    painter->save();
    painter->setPen(option.palette.color(QPalette::PlaceholderText));
    painter->drawText(words, Qt::AlignLeft | Qt::AlignTop, whenAndWhere(index, option.fontMetrics, words.width()));
    painter->setPen(option.palette.color(QPalette::Text));
    painter->setClipRect(words);
    painter->drawText(words.adjusted(0, line + 2, 0, 0), WordFlags, wordsOf(index));
    painter->restore();
}

QSize EventRow::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *list = qobject_cast<const QListView *>(parent());
    const int width = std::max(LeastWidth, (list ? list->viewport()->width() : 0) - MarkSize - 3 * space::small);
    if (std::exchange(m_width, width) != width || m_heights.size() > MostHeights)
        m_heights.clear();
    const QString text = wordsOf(index);
    auto known = m_heights.find(text);
    if (known == m_heights.end())
        known = m_heights.insert(text, option.fontMetrics.boundingRect(0, 0, width, 4000, WordFlags, text).height());
    return {LeastWidth, option.fontMetrics.height() + 2 + *known + 2 * space::small};
}

}  // namespace cs

#include "moc_eventrow.cpp"
