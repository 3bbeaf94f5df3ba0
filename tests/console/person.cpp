#include "console/person.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QTest>
#include <QTextDocumentFragment>

#include "widgets/pictureview.h"

namespace cs {

namespace {

constexpr int MostStops = 120;
constexpr int MostRows = 200;

QString spokenName(QWidget *widget)
{
    // Qt gives the choice of a combo box as its name, and its label as a relation.
    if (const auto *box = qobject_cast<QComboBox *>(widget))
        return box->accessibleName();
    QAccessibleInterface *spoken = widget ? QAccessible::queryAccessibleInterface(widget) : nullptr;
    return spoken ? spoken->text(QAccessible::Name) : QString();
}

QString plain(const QString &text)
{
    return Qt::mightBeRichText(text) ? QTextDocumentFragment::fromHtml(text).toPlainText() : text;
}

QString rowText(const QAbstractItemModel &model, int row)
{
    QStringList cells;
    for (int column = 0; column < model.columnCount(); ++column)
        cells << model.index(row, column).data().toString();
    return cells.join(QStringLiteral(" | "));
}

void readWidget(QWidget *widget, QStringList &lines)
{
    if (const auto *label = qobject_cast<QLabel *>(widget))
        lines << plain(label->text());
    else if (const auto *button = qobject_cast<QAbstractButton *>(widget))
        lines << QString(button->text()).remove(u'&');
    else if (const auto *field = qobject_cast<QLineEdit *>(widget))
        lines << (field->echoMode() == QLineEdit::Normal ? field->text() : QString());
    else if (const auto *box = qobject_cast<QComboBox *>(widget))
        lines << box->currentText();
    else if (const auto *picture = qobject_cast<PictureView *>(widget))
        lines << picture->accessibleName() + QStringLiteral(": ") + picture->accessibleDescription()
              << picture->words();
    else if (const auto *view = qobject_cast<QAbstractItemView *>(widget); view && view->model())
        for (int row = 0; row < std::min(view->model()->rowCount(), MostRows); ++row)
            lines << rowText(*view->model(), row);
}

}  // namespace

QWidget *Person::activeWindow()
{
    QWidget *window = QApplication::activePopupWidget();
    if (!window)
        window = QApplication::activeModalWidget();
    if (!window)
        window = QApplication::activeWindow();
    if (!window) {
        for (QWidget *top : QApplication::topLevelWidgets()) {
            if (top->isVisible() && top->isWindow())
                window = top;
        }
    }
    return window;
}

void Person::press(Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    QWidget *window = activeWindow();
    QVERIFY2(window, "no window is shown");
    // There is no window manager that would do this.
    if (!window->isActiveWindow() && window->windowType() != Qt::Popup) {
        window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window));
    }
    QTest::keyClick(window->windowHandle(), key, modifiers);
}

void Person::type(const QString &text)
{
    for (const QChar letter : text) {
        if (QWidget *focus = QApplication::focusWidget())
            QTest::keyClicks(focus, QString(letter));
    }
}

void Person::retype(const QString &text)
{
    press(Qt::Key_A, Qt::ControlModifier);
    press(Qt::Key_Delete);
    type(text);
}

QString Person::focusName() const
{
    return spokenName(QApplication::focusWidget());
}

bool Person::tabTo(const QString &name)
{
    m_passed.clear();
    const auto there = [&] { return QApplication::focusWidget() && focusName() == name; };
    for (int stop = 0; stop < MostStops && !there(); ++stop) {
        m_passed << focusName();
        press(Qt::Key_Tab);
    }
    if (!there())
        qWarning().noquote() << "Tab does not lead to" << name << "but to"
                             << m_passed.mid(0, 40).join(QStringLiteral(", "));
    return there();
}

bool Person::rowTo(const QString &text)
{
    auto *view = qobject_cast<QAbstractItemView *>(QApplication::focusWidget());
    if (!view || !view->model())
        return false;
    press(Qt::Key_Home, Qt::ControlModifier);
    for (int step = 0; step < MostRows; ++step) {
        const QModelIndex current = view->currentIndex();
        if (current.isValid() && rowText(*view->model(), current.row()).contains(text))
            return true;
        if (current.isValid() && current.row() + 1 >= view->model()->rowCount())
            return false;
        press(Qt::Key_Down);
    }
    return false;
}

bool Person::hasControl(const QString &name, bool enabled) const
{
    for (QWidget *widget : QApplication::allWidgets()) {
        if (widget->isVisible() && widget->focusPolicy() != Qt::NoFocus && (!enabled || widget->isEnabled())
            && spokenName(widget) == name)
            return true;
    }
    return false;
}

QStringList Person::reads() const
{
    QStringList lines;
    for (QWidget *widget : QApplication::allWidgets()) {
        if (widget->isVisible())
            readWidget(widget, lines);
    }
    lines.removeAll(QString());
    return lines;
}

bool Person::sees(const QString &text) const
{
    const QStringList lines = reads();
    return std::any_of(lines.begin(), lines.end(), [&text](const QString &line) { return line.contains(text); });
}

bool Person::waitsFor(const std::function<bool()> &condition, std::chrono::milliseconds patience) const
{
    return QTest::qWaitFor(condition, static_cast<int>(patience.count()));
}

bool Person::waitsToSee(const QString &text) const
{
    return waitsToSee(text, m_patience);
}

bool Person::waitsToSee(const QString &text, std::chrono::milliseconds patience) const
{
    if (waitsFor([&] { return sees(text); }, patience))
        return true;
    qWarning().noquote() << "not seen:" << text << "\nseen:" << reads().join(QStringLiteral("\n  "));
    return false;
}

}  // namespace cs
