#include <cmath>

#include <QTest>

#include "app/theme.h"
#include "console_app/widgettest.h"

using namespace cs;

class TestTheme : public QObject {
    Q_OBJECT

    // Relative luminance and contrast as WCAG 2.1 defines them.
    static double luminance(const QColor &color)
    {
        const auto linear = [](double part) {
            return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
        };
        return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
    }
    static double contrast(const QColor &a, const QColor &b)
    {
        const double first = luminance(a), second = luminance(b);
        return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
    }
    static void addPairs()
    {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("ground");
        const std::pair<const char *, std::initializer_list<const char *>> pairs[] = {
            {"text",
             {"window", "sidebar", "surface", "raised", "field", "hover", "selected", "dangerSoft", "warningSoft"}},
            {"dim", {"window", "surface", "raised", "field", "hover", "selected", "warningSoft"}},
            {"onAccent", {"accent", "accentHover"}},
            {"onDanger", {"danger"}},
            {"warning", {"window", "warningSoft"}},
            {"onTooltip", {"tooltip"}}};
        for (const bool dark : {false, true}) {
            for (const auto &[words, grounds] : pairs) {
                for (const char *ground : grounds)
                    QTest::addRow("%s: %s on %s", dark ? "dark" : "light", words, ground)
                        << dark << QString::fromLatin1(words) << QString::fromLatin1(ground);
            }
        }
    }

private Q_SLOTS:
    void wordsCanBeReadOnTheirGround_data() { addPairs(); }
    void wordsCanBeReadOnTheirGround()
    {
        QFETCH(bool, dark);
        QFETCH(QString, words);
        QFETCH(QString, ground);
        const ThemeColors colors = dark ? darkColors() : lightColors();
        QVERIFY(colors.contains(words) && colors.contains(ground));
        const double found = contrast(colors[words], colors[ground]);
        QVERIFY2(found >= 4.5, qPrintable(QString::number(found)));
    }

    void bordersAndFocusCanBeSeen()
    {
        for (const ThemeColors &colors : {lightColors(), darkColors()}) {
            for (const char *border : {"borderStrong", "accent"}) {
                for (const char *ground : {"window", "surface", "field", "sidebar"}) {
                    const double found = contrast(colors[QLatin1String(border)], colors[QLatin1String(ground)]);
                    QVERIFY2(found >= 3, qPrintable(QStringLiteral("%1 %2").arg(QLatin1String(ground)).arg(found)));
                }
            }
        }
    }

    void bothThemesNameTheSameColors() { QCOMPARE(lightColors().keys(), darkColors().keys()); }

    void everyPlaceInTheStyleSheetIsFilled()
    {
        const QString sheet = themeStyleSheet(darkColors(), true, 10);
        QVERIFY(sheet.size() > 1000);
        QVERIFY2(!sheet.contains(u'@'), qPrintable(sheet.mid(sheet.indexOf(u'@') - 20, 60)));
    }
};

CS_WIDGET_TEST(TestTheme)
#include "tst_theme.moc"
