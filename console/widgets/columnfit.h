#pragma once

#include <chrono>
#include <set>

#include <QObject>
#include <QTimer>

class QTableView;

namespace cs {

// Widens the columns of a table for the words in its visible rows and headings, never the last one, which has the rest,
// nor one that a person has set. Lives as long as its table, which owns it.
class ColumnFit final : public QObject {
    Q_OBJECT
public:
    explicit ColumnFit(QTableView &table);
    ~ColumnFit() override;

protected:
    // The table has got its model, is shown or resized.
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void followModel();
    void fit();
    int wantedWidth(int column) const;

    QTableView &m_table;
    QObject *m_model = nullptr;
    QTimer m_soon;
    std::set<int> m_setByHand;
    bool m_fitting = false;
};

}  // namespace cs
