#pragma once

#include <QObject>
#include <QSettings>
#include <QString>

namespace cs {

enum class Theme { System, Light, Dark };

// What a person chose about the console itself, kept in the settings of the program. Lives on the window's thread; the
// settings outlive it.
class Preferences final : public QObject {
    Q_OBJECT
public:
    explicit Preferences(QSettings &settings, QObject *parent = nullptr);
    ~Preferences() override;

    Theme theme() const;
    void setTheme(Theme theme);
    // "en", "de"; empty: that of the system.
    QString language() const;
    void setLanguage(const QString &language);

Q_SIGNALS:
    void themeChanged(cs::Theme theme);
    void languageChanged(const QString &language);

private:
    QSettings &m_settings;
};

}  // namespace cs
