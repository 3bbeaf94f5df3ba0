#pragma once

#include <QMap>
#include <QObject>
#include <QPalette>

#include "pages/preferences.h"

namespace cs {

// The colours of one theme by what they are for; words on their ground have a contrast of 4.5:1 or more, the borders of
// what can be operated 3:1.
using ThemeColors = QMap<QString, QColor>;
ThemeColors lightColors();
ThemeColors darkColors();

QPalette themePalette(const ThemeColors &colors);
// `textSize` in points: that of plain text.
QString themeStyleSheet(const ThemeColors &colors, bool dark, double textSize);

// Gives the program its looks, and others when the person or the desktop wishes. Lives on the window's thread; the
// preferences outlive it.
class ThemeSwitch final : public QObject {
    Q_OBJECT
public:
    explicit ThemeSwitch(Preferences &preferences, QObject *parent = nullptr);
    ~ThemeSwitch() override;

    bool isDark() const { return m_dark; }

private:
    void refresh();

    Preferences &m_preferences;
    // What the desktop was at the start, until it can be asked.
    bool m_desktopDark;
    bool m_dark = false;
    bool m_applied = false;
};

}  // namespace cs
