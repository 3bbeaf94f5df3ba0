#pragma once

#include <functional>

#include <QString>
#include <QStringList>
#include <QWidget>

namespace cs {

// Somebody with a keyboard, no mouse and eyes: gives keys to whatever has the focus and reads what is shown, by the names
// that a screen reader would say. Knows no class of the console. Lives on the window's thread; runs its event loop.
class Person {
public:
    explicit Person(std::chrono::milliseconds patience = std::chrono::seconds(10)) : m_patience(patience) {}

    // A key to the window that has the focus; the window of a dialog that just opened gets it first.
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
    void type(const QString &text);
    // Replaces what is in the field that has the focus.
    void retype(const QString &text);

    // What has the focus: "role: name".
    QString focusName() const;
    // Presses Tab until the control of this name has the focus; false once it came round without finding it. What was
    // passed is in passed().
    bool tabTo(const QString &name);
    const QStringList &passed() const { return m_passed; }
    // Moves down the list or table that has the focus until a row says this.
    bool rowTo(const QString &text);
    // Whether a control of this name can be seen; `enabled` only counts those that can be used.
    bool hasControl(const QString &name, bool enabled = true) const;

    // All that can be read now, a line for each widget, and a line for each row of a table or list.
    QStringList reads() const;
    bool sees(const QString &text) const;
    // With the event loop running.
    bool waitsFor(const std::function<bool()> &condition) const { return waitsFor(condition, m_patience); }
    bool waitsFor(const std::function<bool()> &condition, std::chrono::milliseconds patience) const;
    bool waitsToSee(const QString &text) const;
    bool waitsToSee(const QString &text, std::chrono::milliseconds patience) const;

private:
    static QWidget *activeWindow();

    std::chrono::milliseconds m_patience;
    QStringList m_passed;
};

}  // namespace cs
