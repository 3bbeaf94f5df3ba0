#pragma once

#include <vector>

#include <QString>
#include <QStringList>

namespace cs {

// A table for people: columns as wide as their widest cell, two spaces between. A value; cells are made harmless.
class Table {
public:
    enum class Align { Left, Right };
    enum class Paint { None, Good, Warning, Bad, Faint };
    struct Column {
        QString title;
        Align align = Align::Left;
    };
    struct Cell {
        Cell(const QString &words, Paint colour = Paint::None);
        QString text;
        Paint paint;
    };
    enum class Colours { Off, On };

    explicit Table(std::vector<Column> columns) : m_columns(std::move(columns)) {}
    // As many cells as there are columns.
    void addRow(std::vector<Cell> cells);
    // The title line and the rows, each ended by a line end, without spaces before it.
    QString text(Colours colours) const;

private:
    std::vector<int> widths() const;

    std::vector<Column> m_columns;
    std::vector<std::vector<Cell>> m_rows;
};

// `text` in a colour, for a terminal.
QString painted(const QString &text, Table::Paint paint);

}  // namespace cs
