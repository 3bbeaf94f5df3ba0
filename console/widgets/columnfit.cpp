#include "widgets/columnfit.h"

#include <algorithm>

#include <QApplication>
#include <QEvent>
#include <QHeaderView>
#include <QTableView>

#include "widgets/look.h"

namespace cs {

namespace {

// Many changes of many rows cost one look at what is visible.
constexpr auto FitAfter = std::chrono::milliseconds(100);
constexpr int LeastMost = 160;

}  // namespace

ColumnFit::ColumnFit(QTableView &table) : QObject(&table), m_table(table)
{
    // Only rows in view are measured.
    table.horizontalHeader()->setResizeContentsPrecision(0);
    m_soon.setSingleShot(true);
    m_soon.setInterval(FitAfter);
    connect(&m_soon, &QTimer::timeout, this, &ColumnFit::fit);
    connect(table.horizontalHeader(), &QHeaderView::sectionResized, this, [this](int column) {
        if (!m_fitting && QApplication::mouseButtons() != Qt::NoButton)
            m_setByHand.insert(column);
    });
    table.installEventFilter(this);
}

ColumnFit::~ColumnFit() = default;

bool ColumnFit::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Show || event->type() == QEvent::Resize) {
        followModel();
        m_soon.start();
    }
    return QObject::eventFilter(watched, event);
}

void ColumnFit::followModel()
{
    const QAbstractItemModel *model = m_table.model();
    if (!model || m_model == model)
        return;
    m_model = m_table.model();
    const auto soon = [this] {
        if (!m_soon.isActive())
            m_soon.start();
    };
    connect(model, &QAbstractItemModel::modelReset, this, soon);
    connect(model, &QAbstractItemModel::layoutChanged, this, soon);
    connect(model, &QAbstractItemModel::rowsInserted, this, soon);
    connect(model, &QAbstractItemModel::dataChanged, this, soon);
}

void ColumnFit::fit()
{
    const QHeaderView &header = *m_table.horizontalHeader();
    if (!m_table.isVisible() || header.count() == 0)
        return;
    int last = header.count() - 1;
    while (last > 0 && header.isSectionHidden(header.logicalIndex(last)))
        --last;
    m_fitting = true;
    for (int place = 0; place < last; ++place) {
        const int column = header.logicalIndex(place);
        const int wanted = wantedWidth(column);
        if (!header.isSectionHidden(column) && !m_setByHand.contains(column) && wanted > header.sectionSize(column))
            m_table.setColumnWidth(column, wanted);
    }
    m_fitting = false;
}

int ColumnFit::wantedWidth(int column) const
{
    const int most = std::max(LeastMost, m_table.viewport()->width() / 3);
    const int rows = qobject_cast<const QAbstractItemView *>(&m_table)->sizeHintForColumn(column);
    const int heading = m_table.horizontalHeader()->sectionSizeHint(column) + space::small;
    return std::max(std::min(rows + space::small, most), heading);
}

}  // namespace cs

#include "moc_columnfit.cpp"
