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

    static constexpr QSize Small{50, 20};

    static QPushButton *button(QWidget &parent, const char *name, const QRect &place)
    {
        auto *made = new QPushButton(QString::fromLatin1(name), &parent);
        made->setAccessibleName(made->text());
        made->setGeometry(place);
        return made;
    }
    // Of the usual size, in the window.
    QPushButton *button(const char *name, int x, int y) { return button(*m_window, name, {{x, y}, Small}); }

    std::unique_ptr<QWidget> m_window;

private Q_SLOTS:
    void init() { m_window = std::make_unique<QWidget>(); }
    void cleanup() { m_window.reset(); }
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
    auto *a = button("a", 0, 0);
    auto *b = button("b", 60, 4);
    auto *c = button("c", 0, 40);
    QCOMPARE(againstReadingOrder({a, b, c}), QStringList());
}

void TestReadingOrder::backwardsInARowIsFound()
{
    auto *cancel = button("cancel", 0, 0);
    auto *save = button("save", 60, 0);
    auto *name = button(*m_window, "name", {0, -40, 110, 20});
    QCOMPARE(againstReadingOrder({name, save, cancel}).size(), 1);
    QCOMPARE(againstReadingOrder({name, cancel, save}), QStringList());
}

void TestReadingOrder::upInTheSameColumnIsFound()
{
    auto *head = button("head", 0, 0);
    auto *list = button(*m_window, "list", {0, 40, 50, 200});
    auto *foot = button("foot", 0, 260);
    auto *side = button("end", 0, 300);
    QVERIFY(!againstReadingOrder({head, foot, list, side}).isEmpty());
}

void TestReadingOrder::aColumnToTheRightMayBeginAtTheTop()
{
    auto *top = button("top", 0, 0);
    auto *bottom = button("bottom", 0, 200);
    auto *right = button("right", 60, 0);
    QCOMPARE(againstReadingOrder({top, bottom, right}), QStringList());
}

void TestReadingOrder::aPartThatIsLeftAndComesBackIsFound()
{
    auto *part = new QWidget(m_window.get());
    part->setGeometry(0, 0, 100, 100);
    auto *first = button(*part, "first", {0, 0, 50, 20});
    auto *second = button(*part, "second", {0, 40, 50, 20});
    auto *outside = button("outside", 0, 120);
    auto *last = button("last", 0, 160);
    QVERIFY(!againstReadingOrder({first, outside, second, last}).isEmpty());
    QCOMPARE(againstReadingOrder({first, second, outside, last}), QStringList());
}

void TestReadingOrder::theRoundMayBeginAnywhere()
{
    auto *a = button("a", 0, 0);
    auto *b = button("b", 0, 40);
    auto *c = button("c", 0, 80);
    QCOMPARE(againstReadingOrder({b, c, a}), QStringList());
    QVERIFY(!againstReadingOrder({b, a, c}).isEmpty());
}

void TestReadingOrder::whatHasNoNameIsFound()
{
    auto *bare = new QPushButton(m_window.get());
    bare->setFixedSize(40, 40);
    m_window->show();
    QCOMPARE(ScreenReader(*m_window).unspoken().size(), 1);
    bare->setAccessibleName(QStringLiteral("Copy"));
    QCOMPARE(ScreenReader(*m_window).unspoken(), QStringList());
}

void TestReadingOrder::aChoiceWithoutALabelIsFound()
{
    auto *choice = new QComboBox(m_window.get());
    choice->addItem(QStringLiteral("English"));
    m_window->show();
    QCOMPARE(ScreenReader(*m_window).unspoken().size(), 1);
    QLabel label(QStringLiteral("Language"), m_window.get());
    label.setBuddy(choice);
    QCOMPARE(ScreenReader(*m_window).unspoken(), QStringList());
}

void TestReadingOrder::whatTabPassesOverIsFound()
{
    auto *a = button("a", 0, 0);
    auto *b = button("b", 60, 0);
    m_window->show();
    QCOMPARE(ScreenReader(*m_window).passedOver({a}).size(), 1);
    QCOMPARE(ScreenReader(*m_window).passedOver({a, b}), QStringList());
    b->setEnabled(false);
    QCOMPARE(ScreenReader(*m_window).passedOver({a}), QStringList());
}

void TestReadingOrder::wordsWithoutRoomAreFound()
{
    m_window->resize(400, 100);
    auto *tight = button(*m_window, "Start the recording", {0, 0, 40, 30});
    m_window->show();
    QCOMPARE(ScreenReader(*m_window).cutOff().size(), 1);
    tight->resize(tight->sizeHint());
    QCOMPARE(ScreenReader(*m_window).cutOff(), QStringList());
    tight->move(390, 0);
    QCOMPARE(ScreenReader(*m_window).cutOff().size(), 1);
}

}  // namespace cs

static int runReadingOrder(int argc, char **argv)
{
    return cs::runConsoleTest<cs::TestReadingOrder>(argc, argv);
}
CS_TEST_MAIN(runReadingOrder)

#include "tst_readingorder.moc"
