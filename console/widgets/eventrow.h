#pragma once

#include <QStyledItemDelegate>

namespace cs {

// Draws one event in three lines: when and which camera, then up to two lines of words, with a mark for its weight.
class EventRow final : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    ~EventRow() override;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

}  // namespace cs
