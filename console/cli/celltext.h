#pragma once

#include <QString>

// What texts look like on a terminal. They come from cameras and other users, so they are hostile.
namespace cs {

// The text on one line, without anything that a terminal would obey: control characters and what turns the direction
// of writing become U+FFFD.
QString harmless(const QString &text);
// How many columns a harmless text takes: two for East Asian wide characters and emoji, none for combining marks.
int columns(const QString &text);

}  // namespace cs
