#include "widgets/table.h"

#include <QHeaderView>

#include "widgets/look.h"

namespace cs {

QTableView *makeTable(QSortFilterProxyModel &sorted, QAbstractItemModel &model, int sortRole, const QString &name)
{
    sorted.setSourceModel(&model);
    sorted.setSortRole(sortRole);
    sorted.setSortLocaleAware(true);
    sorted.setSortCaseSensitivity(Qt::CaseInsensitive);
    auto *table = new QTableView;
    table->setModel(&sorted);
    table->setAccessibleName(name);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setTabKeyNavigation(false);
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->setSortingEnabled(true);
    table->sortByColumn(-1, Qt::AscendingOrder);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(table->fontMetrics().height() + space::medium);
    table->horizontalHeader()->setHighlightSections(false);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table->horizontalHeader()->setDefaultSectionSize(132);
    table->horizontalHeader()->setStretchLastSection(true);
    return table;
}

int chosenRow(const QTableView &table, const QSortFilterProxyModel &sorted)
{
    const QModelIndexList rows = table.selectionModel()->selectedRows();
    return rows.isEmpty() ? -1 : sorted.mapToSource(rows.first()).row();
}

}  // namespace cs
