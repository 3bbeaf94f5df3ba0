#pragma once

#include <QStringList>
#include <QWidget>

namespace cs {

// What is wrong with the way of the focus, as Tab took it: `stops` in their order, all of one window, the last of them
// followed by the first. Read are the parts of each container together, row by row: the next one is to the right of the
// one before, or below it, or begins a column to the right of all that came before. Empty: nothing is wrong.
QStringList againstReadingOrder(const QList<QWidget *> &stops);

// "Sign in (QPushButton)", for findings.
QString wordsOf(const QWidget *control);

}  // namespace cs
