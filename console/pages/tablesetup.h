#pragma once

#include <QString>

class QTableView;

namespace cs {

// A table that is read and chosen from by rows: no grid, no editing, Tab leaves it, Return opens the row.
void setUpTable(QTableView &table, const QString &accessibleName);

}  // namespace cs
