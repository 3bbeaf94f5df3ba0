#include "widgets/table.h"

#include <QHeaderView>

#include "widgets/look.h"

namespace cs {

void setUpTable(QTableView &table, const QString &name)
{
    table.setAccessibleName(name);
    table.setSelectionBehavior(QAbstractItemView::SelectRows);
    table.setSelectionMode(QAbstractItemView::SingleSelection);
    table.setEditTriggers(QAbstractItemView::NoEditTriggers);
    table.setTabKeyNavigation(false);
    table.setShowGrid(false);
    table.setAlternatingRowColors(true);
    table.setWordWrap(false);
    table.setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table.verticalHeader()->hide();
    // Rows of one height: no row has to be measured to know where it is.
    table.verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table.verticalHeader()->setDefaultSectionSize(table.fontMetrics().height() + space::medium);
    table.horizontalHeader()->setHighlightSections(false);
    table.horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table.horizontalHeader()->setStretchLastSection(true);
}

QTableView *makeTable(QSortFilterProxyModel &sorted, QAbstractItemModel &model, int sortRole, const QString &name)
{
    sorted.setSourceModel(&model);
    sorted.setSortRole(sortRole);
    sorted.setSortLocaleAware(true);
    sorted.setSortCaseSensitivity(Qt::CaseInsensitive);
    auto *table = new QTableView;
    table->setModel(&sorted);
    setUpTable(*table, name);
    table->horizontalHeader()->setDefaultSectionSize(132);
    table->setSortingEnabled(true);
    table->sortByColumn(-1, Qt::AscendingOrder);
    return table;
}

int chosenRow(const QTableView &table, const QSortFilterProxyModel &sorted)
{
    const QModelIndexList rows = table.selectionModel()->selectedRows();
    return rows.isEmpty() ? -1 : sorted.mapToSource(rows.first()).row();
}

}  // namespace cs
