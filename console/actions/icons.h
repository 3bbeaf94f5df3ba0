#pragma once

#include <QIcon>
#include <QPalette>

namespace cs {

// One of our icons (:/icons/NAME.svg), drawn in that colour of the program's palette at the time it is painted, so that
// it follows the theme. A null icon if there is no such file. Thread of the window.
QIcon icon(const QString &name, QPalette::ColorRole color = QPalette::ButtonText);

}  // namespace cs
