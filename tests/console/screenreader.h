#pragma once

#include <QStringList>
#include <QWidget>

class QAccessibleInterface;

namespace cs {

// Looks at what a window shows as a screen reader does, through the accessibility interfaces that Qt hands on to AT-SPI;
// in this process, where that costs no message for each property. Lives on the window's thread, for one look.
class ScreenReader {
public:
    explicit ScreenReader(QWidget &window);

    // Controls that can take the focus; nothing of what is inside a table or list.
    int controls() const { return static_cast<int>(m_controls.size()); }
    // Those without a name, or with a role that says nothing.
    QStringList unspoken() const;
    // Those that Tab should stop at and that are not among `stops`.
    QStringList passedOver(const QList<QWidget *> &stops) const;
    // Buttons whose words do not fit, or that lie in part outside of what holds them.
    QStringList cutOff() const;

private:
    void walk(QAccessibleInterface *node);

    QWidget &m_window;
    QList<QAccessibleInterface *> m_controls;
};

}  // namespace cs
