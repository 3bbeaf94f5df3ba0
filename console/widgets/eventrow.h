#pragma once

#include <QHash>
#include <QStyledItemDelegate>

namespace cs {

// Draws one event: when and which camera in a line, below it all its words in as many lines as they take, with a mark
// for its weight. Only for the list that is its parent.
class EventRow final : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    ~EventRow() override;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    // Heights by words, for one width.
    mutable QHash<QString, int> m_heights;
    mutable int m_width = 0;
};

}  // namespace cs
