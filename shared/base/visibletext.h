#pragma once

#include <QStringView>

// Which characters people see. Names that look alike must be alike, and no name may pass for more than it is.
namespace cs {

// Whether nothing is drawn for this character itself: controls, ends of lines, and format characters (joiners, spaces
// without a width, marks of the direction of writing, tags; Unicode category Cf), halves of a surrogate pair, fillers,
// selectors of variants, and what Unicode keeps free for more of the kind (Default_Ignorable_Code_Point).
bool isInvisible(char32_t c);

// For names: whether a text holds such a character or is no valid UTF-16.
bool hasInvisible(QStringView text);

// For lines that are shown and nothing else: the same, but joiners and selectors count as visible where they change what
// is drawn, inside an emoji or between letters of a script that needs them (Arabic, those of India, Khmer, Mongolian).
bool hasInvisibleOutsideWords(QStringView text);

}  // namespace cs
