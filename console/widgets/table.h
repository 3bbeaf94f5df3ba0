#pragma once

#include <QSortFilterProxyModel>
#include <QTableView>

namespace cs {

// A table of whole rows, sorted by a click on a heading, moved about in with the arrow keys, left with Tab. Shows
// `model` through `sorted`, which its owner keeps.
QTableView *makeTable(QSortFilterProxyModel &sorted, QAbstractItemModel &model, int sortRole, const QString &name);
// The row of the model behind that is chosen; -1: none.
int chosenRow(const QTableView &table, const QSortFilterProxyModel &sorted);

}  // namespace cs
