#include "cli/table.h"

#include <algorithm>

#include "cli/celltext.h"

namespace cs {

namespace {

const char *escapeOf(Table::Paint paint)
{
    switch (paint) {
    case Table::Paint::None: return "";
    case Table::Paint::Good: return "\033[32m";
    case Table::Paint::Warning: return "\033[33m";
    case Table::Paint::Bad: return "\033[31m";
    case Table::Paint::Faint: return "\033[2m";
    }
    return "";
}

}  // namespace

Table::Cell::Cell(const QString &words, Paint colour) : text(harmless(words)), paint(colour) {}

QString painted(const QString &text, Table::Paint paint)
{
    if (paint == Table::Paint::None || text.isEmpty())
        return text;
    return QLatin1String(escapeOf(paint)) + text + QLatin1String("\033[0m");
}

void Table::addRow(std::vector<Cell> cells)
{
    cells.resize(m_columns.size(), Cell(QString()));
    m_rows.push_back(std::move(cells));
}

std::vector<int> Table::widths() const
{
    std::vector<int> widths;
    for (size_t i = 0; i < m_columns.size(); ++i) {
        int width = columns(m_columns[i].title);
        for (const auto &row : m_rows)
            width = std::max(width, columns(row[i].text));
        widths.push_back(width);
    }
    return widths;
}

QString Table::text(Colours colours) const
{
    const std::vector<int> width = widths();
    QString all;
    const auto addLine = [&](const std::vector<Cell> &cells) {
        // Spaces owed before the next visible cell: none are written at the end of a line.
        int owed = 0;
        for (size_t i = 0; i < cells.size(); ++i) {
            const QString &cell = cells[i].text;
            const int padding = width[i] - columns(cell);
            if (m_columns[i].align == Align::Right)
                owed += padding;
            if (!cell.isEmpty()) {
                all += QString(owed, u' ');
                all += colours == Colours::On ? painted(cell, cells[i].paint) : cell;
                owed = 0;
            }
            owed += 2 + (m_columns[i].align == Align::Left ? padding : 0);
        }
        all += u'\n';
    };
    std::vector<Cell> titles;
    for (const Column &column : m_columns)
        titles.emplace_back(column.title, Paint::Faint);
    addLine(titles);
    for (const auto &row : m_rows)
        addLine(row);
    return all;
}

}  // namespace cs
