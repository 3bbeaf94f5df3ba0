#pragma once

#include <QLabel>
#include <QString>
#include <QWidget>

#include "widgets/toast.h"

class QPushButton;

namespace cs {

// What a widget is for; the theme's stylesheet gives it size, weight and colour by the property "look".
enum class Look {
    Title,      // label: the name of a page
    Heading,    // label: of a section
    Hint,       // label: explains, dimmed
    Message,    // label: says how something went; see setMessage()
    Monospace,  // label: fingerprints, addresses
    Primary,    // button: the one thing to do here
    Danger,     // button: cannot be undone
    Quiet,      // button: without a frame until hovered or focused
    Card,       // frame: a raised surface with a border
    Toolbar     // widget: the row of commands above a list
};

// Distances in pixels that everything keeps.
namespace space {
inline constexpr int tiny = 4;
inline constexpr int small = 8;
inline constexpr int medium = 16;
inline constexpr int large = 24;
inline constexpr int huge = 40;
}

void setLook(QWidget &widget, Look look);
// For stylesheet rules and icons: "info", "success", "warning", "error".
const char *nameOf(Tone tone);
void setTone(QWidget &widget, Tone tone);
// Sets a property that the stylesheet asks for, and has the widget drawn by it.
void restyle(QWidget &widget, const char *property, const QString &value);
// A label of that look; wraps its words unless it is a title or a heading.
QLabel *makeLabel(const QString &text, Look look, QWidget *parent = nullptr);
// Shows words in a label of Look::Message, coloured by tone; hides it when there are none. Told to screen readers.
void setMessage(QLabel &label, const QString &text, Tone tone);
// Gives a label that wraps the height its words need at that width; layouts inside a scrolled page do not ask for it.
void reserveHeight(QLabel &label, int width);
// Words that come from elsewhere: what looks like markup in them is shown as it is.
void setPlainToolTip(QWidget &widget, const QString &text);
// A label before its field, as its buddy and its accessible name.
QLabel *makeFieldLabel(const QString &text, QWidget &field, QWidget *parent = nullptr);

}  // namespace cs
