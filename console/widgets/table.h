#pragma once

#include <QSortFilterProxyModel>
#include <QTableView>

namespace cs {

// A table of whole rows of one height, moved about in with the arrow keys, Home and End, left with Tab; `name` is for
// screen readers. Columns grow with what is in them, until a person sets their width.
void setUpTable(QTableView &table, const QString &name);
// The same, sorted by a click on a heading. Shows `model` through `sorted`, which its owner keeps.
QTableView *makeTable(QSortFilterProxyModel &sorted, QAbstractItemModel &model, int sortRole, const QString &name);
// The row of the model behind that is chosen; -1: none.
int chosenRow(const QTableView &table, const QSortFilterProxyModel &sorted);

}  // namespace cs
