#include <QAbstractButton>
#include <QAccessible>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QRegularExpression>
#include <QTest>

#include "app/console.h"
#include "app/consolewindow.h"
#include "app/mainwindow.h"
#include "console_app/signinfixture.h"
#include "console_app/widgettest.h"
#include "pages/userdialog.h"

using namespace cs;

namespace {

// Marks every text that went through a translation.
class MarkingTranslator final : public QTranslator {
public:
    QString translate(const char *, const char *source, const char *, int) const override
    {
        return u'¤' + QString::fromUtf8(source);
    }
    bool isEmpty() const override { return false; }
};

}  // namespace

// Shows the console in a language that exists nowhere, and looks for texts that are still English.
class TestTexts : public QObject {
    Q_OBJECT

    // Names of languages and programs, and what comes from outside.
    static bool isTranslated(const QString &text)
    {
        static const QSet<QString> names{QStringLiteral("English"),   QStringLiteral("Deutsch"),
                                         QStringLiteral("localhost"), QStringLiteral("RTSP"),
                                         QStringLiteral("HLS"),       QStringLiteral("WebRTC")};
        static const QRegularExpression letters(QStringLiteral("\\p{L}{2}"));
        return text.contains(u'¤') || names.contains(text) || !text.contains(letters);
    }

    static QStringList textsOf(const QWidget &widget)
    {
        QStringList texts{widget.toolTip(), widget.accessibleName(), widget.accessibleDescription(),
                          widget.statusTip()};
        if (widget.isWindow())
            texts << widget.windowTitle();
        if (const auto *label = qobject_cast<const QLabel *>(&widget))
            texts << label->text();
        if (const auto *button = qobject_cast<const QAbstractButton *>(&widget))
            texts << button->text();
        if (const auto *field = qobject_cast<const QLineEdit *>(&widget))
            texts << field->placeholderText();
        if (const auto *menu = qobject_cast<const QMenu *>(&widget))
            texts << menu->title();
        if (const auto *box = qobject_cast<const QComboBox *>(&widget)) {
            for (int row = 0; row < box->count(); ++row)
                texts << box->itemText(row);
        }
        return texts;
    }

private Q_SLOTS:
    void noTextOfTheWindowStaysEnglish()
    {
        QTemporaryDir folder;
        QSettings settings(folder.filePath(QStringLiteral("console.ini")), QSettings::IniFormat);
        ScriptedStore store;
        MarkingTranslator marks;
        Console console(settings, store);
        QCoreApplication::installTranslator(&marks);
        console.start({}, {});
        auto *dialog = new UserDialog(console.models.users, {}, &console.window().window());
        QVERIFY(dialog);
        QStringList english;
        int seen = 0;
        QList<QWidget *> widgets = console.window().window().findChildren<QWidget *>();
        widgets.append(&console.window().window());
        for (const QWidget *widget : std::as_const(widgets)) {
            for (const QString &text : textsOf(*widget)) {
                seen += text.isEmpty() ? 0 : 1;
                if (!isTranslated(text))
                    english.append(
                        QStringLiteral("%1: %2").arg(QString::fromLatin1(widget->metaObject()->className()), text));
            }
        }
        QCoreApplication::removeTranslator(&marks);
        QVERIFY2(english.isEmpty(), qPrintable(english.join(u'\n')));
        QVERIFY2(seen > 100, qPrintable(QString::number(seen)));
    }

    void germanIsThere()
    {
        Language language;
        language.use(QStringLiteral("de"));
        QCOMPARE(QCoreApplication::translate("Commands", "Take a snapshot"), QStringLiteral("Schnappschuss machen"));
        language.use(QStringLiteral("en"));
        QCOMPARE(QCoreApplication::translate("Commands", "Take a snapshot"), QStringLiteral("Take a snapshot"));
    }

    void everyFocusableControlHasAName()
    {
        QTemporaryDir folder;
        QSettings settings(folder.filePath(QStringLiteral("console.ini")), QSettings::IniFormat);
        ScriptedStore store;
        Console console(settings, store);
        console.start({}, {});
        QStringList nameless;
        int seen = 0;
        for (QWidget *widget : console.window().window().findChildren<QWidget *>()) {
            if (!(widget->focusPolicy() & Qt::TabFocus))
                continue;
            ++seen;
            QAccessibleInterface *face = QAccessible::queryAccessibleInterface(widget);
            if (!face || face->text(QAccessible::Name).trimmed().isEmpty())
                nameless.append(QStringLiteral("%1 in %2")
                                    .arg(QString::fromLatin1(widget->metaObject()->className()),
                                         QString::fromLatin1(widget->parentWidget()->metaObject()->className())));
        }
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(u'\n')));
        QVERIFY(seen > 20);
    }
};

CS_WIDGET_TEST(TestTexts)
#include "tst_texts.moc"
