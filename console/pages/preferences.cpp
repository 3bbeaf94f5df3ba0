#include "pages/preferences.h"

namespace cs {

namespace {

constexpr auto themeKey = "appearance/theme";
constexpr auto languageKey = "appearance/language";

QString nameOf(Theme theme)
{
    switch (theme) {
    case Theme::System: return QStringLiteral("system");
    case Theme::Light: return QStringLiteral("light");
    case Theme::Dark: return QStringLiteral("dark");
    }
    return {};
}

}  // namespace

Preferences::Preferences(QSettings &settings, QObject *parent) : QObject(parent), m_settings(settings) {}

Preferences::~Preferences() = default;

Theme Preferences::theme() const
{
    const QString name = m_settings.value(QLatin1StringView(themeKey)).toString();
    for (const Theme theme : {Theme::Light, Theme::Dark}) {
        if (name == nameOf(theme))
            return theme;
    }
    return Theme::System;
}

void Preferences::setTheme(Theme theme)
{
    if (theme == this->theme())
        return;
    m_settings.setValue(QLatin1StringView(themeKey), nameOf(theme));
    Q_EMIT themeChanged(theme);
}

QString Preferences::language() const
{
    return m_settings.value(QLatin1StringView(languageKey)).toString();
}

void Preferences::setLanguage(const QString &language)
{
    if (language == this->language())
        return;
    m_settings.setValue(QLatin1StringView(languageKey), language);
    Q_EMIT languageChanged(language);
}

}  // namespace cs

#include "moc_preferences.cpp"
