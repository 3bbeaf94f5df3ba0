#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTest>

#include "console/consoleundertest.h"
#include "console/readingorder.h"
#include "console/screenreader.h"
#include "support/testprogram.h"

namespace cs {

// The checkers find what they are there to find.
class TestReadingOrder : public QObject {
    Q_OBJECT

    static QPushButton *button(QWidget &parent, const char *name, const QRect &place)
    {
        auto *made = new QPushButton(QString::fromLatin1(name), &parent);
        made->setAccessibleName(made->text());
        made->setGeometry(place);
        return made;
    }

private Q_SLOTS:
    void rowByRowIsFine();
    void backwardsInARowIsFound();
    void upInTheSameColumnIsFound();
    void aColumnToTheRightMayBeginAtTheTop();
    void aPartThatIsLeftAndComesBackIsFound();
    void theRoundMayBeginAnywhere();
    void whatHasNoNameIsFound();
    void aChoiceWithoutALabelIsFound();
    void whatTabPassesOverIsFound();
    void wordsWithoutRoomAreFound();
};

void TestReadingOrder::rowByRowIsFine()
{
    QWidget window;
    auto *a = button(window, "a", {0, 0, 50, 20});
    auto *b = button(window, "b", {60, 4, 50, 20});
    auto *c = button(window, "c", {0, 40, 50, 20});
    QCOMPARE(againstReadingOrder({a, b, c}), QStringList());
}

void TestReadingOrder::backwardsInARowIsFound()
{
    QWidget window;
    auto *cancel = button(window, "cancel", {0, 0, 50, 20});
    auto *save = button(window, "save", {60, 0, 50, 20});
    auto *name = button(window, "name", {0, -40, 110, 20});
    QCOMPARE(againstReadingOrder({name, save, cancel}).size(), 1);
    QCOMPARE(againstReadingOrder({name, cancel, save}), QStringList());
}

void TestReadingOrder::upInTheSameColumnIsFound()
{
    QWidget window;
    auto *head = button(window, "head", {0, 0, 50, 20});
    auto *list = button(window, "list", {0, 40, 50, 200});
    auto *foot = button(window, "foot", {0, 260, 50, 20});
    auto *side = button(window, "end", {0, 300, 50, 20});
    QVERIFY(!againstReadingOrder({head, foot, list, side}).isEmpty());
}

void TestReadingOrder::aColumnToTheRightMayBeginAtTheTop()
{
    QWidget window;
    auto *top = button(window, "top", {0, 0, 50, 20});
    auto *bottom = button(window, "bottom", {0, 200, 50, 20});
    auto *right = button(window, "right", {60, 0, 50, 20});
    QCOMPARE(againstReadingOrder({top, bottom, right}), QStringList());
}

void TestReadingOrder::aPartThatIsLeftAndComesBackIsFound()
{
    QWidget window;
    auto *part = new QWidget(&window);
    part->setGeometry(0, 0, 100, 100);
    auto *first = button(*part, "first", {0, 0, 50, 20});
    auto *second = button(*part, "second", {0, 40, 50, 20});
    auto *outside = button(window, "outside", {0, 120, 50, 20});
    auto *last = button(window, "last", {0, 160, 50, 20});
    QVERIFY(!againstReadingOrder({first, outside, second, last}).isEmpty());
    QCOMPARE(againstReadingOrder({first, second, outside, last}), QStringList());
}

void TestReadingOrder::theRoundMayBeginAnywhere()
{
    QWidget window;
    auto *a = button(window, "a", {0, 0, 50, 20});
    auto *b = button(window, "b", {0, 40, 50, 20});
    auto *c = button(window, "c", {0, 80, 50, 20});
    QCOMPARE(againstReadingOrder({b, c, a}), QStringList());
    QVERIFY(!againstReadingOrder({b, a, c}).isEmpty());
}

void TestReadingOrder::whatHasNoNameIsFound()
{
    QWidget window;
    auto *bare = new QPushButton(&window);
    bare->setFixedSize(40, 40);
    window.show();
    QCOMPARE(ScreenReader(window).unspoken().size(), 1);
    bare->setAccessibleName(QStringLiteral("Copy"));
    QCOMPARE(ScreenReader(window).unspoken(), QStringList());
}

void TestReadingOrder::aChoiceWithoutALabelIsFound()
{
    QWidget window;
    auto *choice = new QComboBox(&window);
    choice->addItem(QStringLiteral("English"));
    window.show();
    QCOMPARE(ScreenReader(window).unspoken().size(), 1);
    QLabel label(QStringLiteral("Language"), &window);
    label.setBuddy(choice);
    QCOMPARE(ScreenReader(window).unspoken(), QStringList());
}

void TestReadingOrder::whatTabPassesOverIsFound()
{
    QWidget window;
    auto *a = button(window, "a", {0, 0, 50, 20});
    auto *b = button(window, "b", {60, 0, 50, 20});
    window.show();
    QCOMPARE(ScreenReader(window).passedOver({a}).size(), 1);
    QCOMPARE(ScreenReader(window).passedOver({a, b}), QStringList());
    b->setEnabled(false);
    QCOMPARE(ScreenReader(window).passedOver({a}), QStringList());
}

void TestReadingOrder::wordsWithoutRoomAreFound()
{
    QWidget window;
    window.resize(400, 100);
    auto *tight = button(window, "Start the recording", {0, 0, 40, 30});
    window.show();
    QCOMPARE(ScreenReader(window).cutOff().size(), 1);
    tight->resize(tight->sizeHint());
    QCOMPARE(ScreenReader(window).cutOff(), QStringList());
    tight->move(390, 0);
    QCOMPARE(ScreenReader(window).cutOff().size(), 1);
}

}  // namespace cs

static int runReadingOrder(int argc, char **argv)
{
    return cs::runConsoleTest<cs::TestReadingOrder>(argc, argv);
}
CS_TEST_MAIN(runReadingOrder)

#include "tst_readingorder.moc"
