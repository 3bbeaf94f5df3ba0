#include "app/theme.h"

#include <QApplication>
#include <QFile>
#include <QFont>

#include "app/desktopappearance.h"

namespace cs {

namespace {

ThemeColors colorList(std::initializer_list<std::pair<const char *, const char *>> list)
{
    ThemeColors result;
    for (const auto &[name, value] : list)
        result.insert(QString::fromLatin1(name), QColor(QLatin1StringView(value)));
    return result;
}

}  // namespace

ThemeColors lightColors()
{
    return colorList(
        {{"window", "#f4f6f8"},   {"sidebar", "#eceff3"},    {"surface", "#ffffff"},      {"raised", "#eef1f5"},
         {"field", "#ffffff"},    {"border", "#d8dee6"},     {"borderStrong", "#828d9b"}, {"text", "#1a2230"},
         {"dim", "#525e6d"},      {"disabled", "#8c96a3"},   {"accent", "#1d5fc4"},       {"accentHover", "#164c9f"},
         {"onAccent", "#ffffff"}, {"hover", "#e6ecf5"},      {"selected", "#d5e4fb"},     {"danger", "#b42318"},
         {"onDanger", "#ffffff"}, {"dangerSoft", "#fdeceb"}, {"warning", "#8a4b00"},      {"warningSoft", "#fdf3e1"},
         {"success", "#1a7041"},  {"tooltip", "#243042"},    {"onTooltip", "#f5f7fa"}});
}

ThemeColors darkColors()
{
    return colorList(
        {{"window", "#14191f"},   {"sidebar", "#10151a"},    {"surface", "#1c232b"},      {"raised", "#252e38"},
         {"field", "#161c23"},    {"border", "#323c48"},     {"borderStrong", "#768394"}, {"text", "#e7ebf0"},
         {"dim", "#a8b3c0"},      {"disabled", "#6c7886"},   {"accent", "#79b0ff"},       {"accentHover", "#9cc5ff"},
         {"onAccent", "#0d1b2e"}, {"hover", "#26303b"},      {"selected", "#25405f"},     {"danger", "#ff9a91"},
         {"onDanger", "#2c0906"}, {"dangerSoft", "#3a2021"}, {"warning", "#f3bd6d"},      {"warningSoft", "#362a17"},
         {"success", "#7fd6a0"},  {"tooltip", "#2e3947"},    {"onTooltip", "#f0f3f7"}});
}

QPalette themePalette(const ThemeColors &colors)
{
    QPalette palette;
    const auto set = [&](QPalette::ColorRole role, const char *name) {
        palette.setColor(role, colors.value(QLatin1StringView(name)));
    };
    set(QPalette::Window, "window");
    set(QPalette::WindowText, "text");
    set(QPalette::Base, "surface");
    set(QPalette::AlternateBase, "raised");
    set(QPalette::Text, "text");
    set(QPalette::Button, "surface");
    set(QPalette::ButtonText, "text");
    set(QPalette::BrightText, "danger");
    set(QPalette::Highlight, "accent");
    set(QPalette::HighlightedText, "onAccent");
    set(QPalette::Link, "accent");
    set(QPalette::LinkVisited, "accent");
    set(QPalette::ToolTipBase, "tooltip");
    set(QPalette::ToolTipText, "onTooltip");
    set(QPalette::PlaceholderText, "dim");
    set(QPalette::Light, "raised");
    set(QPalette::Midlight, "border");
    set(QPalette::Mid, "border");
    set(QPalette::Dark, "borderStrong");
    set(QPalette::Shadow, "borderStrong");
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, colors.value(QStringLiteral("disabled")));
    return palette;
}

QString themeStyleSheet(const ThemeColors &colors, bool dark, double textSize)
{
    QFile file(QStringLiteral(":/style/style.qss"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QString sheet = QString::fromUtf8(file.readAll());
    const auto fill = [&sheet](const QString &name, const QString &value) { sheet.replace(u'@' + name + u'@', value); };
    for (auto color = colors.begin(); color != colors.end(); ++color)
        fill(color.key(), color.value().name());
    fill(QStringLiteral("mode"), dark ? QStringLiteral("dark") : QStringLiteral("light"));
    fill(QStringLiteral("titleSize"), QString::number(textSize * 1.6, 'f', 1));
    fill(QStringLiteral("headingSize"), QString::number(textSize * 1.2, 'f', 1));
    return sheet;
}

ThemeSwitch::ThemeSwitch(Preferences &preferences, QObject *parent)
    : QObject(parent),
      m_preferences(preferences),
      m_desktopDark(QApplication::palette().color(QPalette::Window).lightness() < 128)
{
    QApplication::setStyle(QStringLiteral("Fusion"));
    connect(&preferences, &Preferences::themeChanged, this, &ThemeSwitch::refresh);
    auto *desktop = new DesktopAppearance(this);
    connect(desktop, &DesktopAppearance::darkChanged, this, [this](bool dark) {
        m_desktopDark = dark;
        refresh();
    });
    desktop->ask();
    refresh();
}

ThemeSwitch::~ThemeSwitch() = default;

void ThemeSwitch::refresh()
{
    const Theme theme = m_preferences.theme();
    const bool dark = theme == Theme::Dark || (theme == Theme::System && m_desktopDark);
    if (m_applied && dark == m_dark)
        return;
    m_applied = true;
    m_dark = dark;
    const ThemeColors colors = dark ? darkColors() : lightColors();
    QApplication::setPalette(themePalette(colors));
    qApp->setStyleSheet(themeStyleSheet(colors, dark, QApplication::font().pointSizeF()));
}

}  // namespace cs

#include "moc_theme.cpp"
