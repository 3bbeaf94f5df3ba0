#include "widgets/table.h"

#include <QHeaderView>
#include <QKeyEvent>

#include "widgets/columnfit.h"
#include "widgets/look.h"

namespace cs {

namespace {

// Home and End go to the first and the last row: within a row there is nowhere to go. Owned by its table.
class RowKeys final : public QObject {
public:
    explicit RowKeys(QTableView &table) : QObject(&table), m_table(table) { table.installEventFilter(this); }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() != QEvent::KeyPress)
            return QObject::eventFilter(watched, event);
        const auto *press = static_cast<QKeyEvent *>(event);
        const int rows = m_table.model() ? m_table.model()->rowCount() : 0;
        if (rows == 0 || (press->modifiers() & ~Qt::KeypadModifier)
            || (press->key() != Qt::Key_Home && press->key() != Qt::Key_End))
            return QObject::eventFilter(watched, event);
        const int row = press->key() == Qt::Key_Home ? 0 : rows - 1;
        m_table.selectRow(row);
        m_table.scrollTo(m_table.currentIndex());
        return true;
    }

private:
    QTableView &m_table;
};

}  // namespace

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
    // Owned by the table.
    new RowKeys(table);
    new ColumnFit(table);
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
