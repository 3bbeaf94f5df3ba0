#include <QTest>

#include "pages/tilelayout.h"
#include "support/testprogram.h"

using namespace cs;

class TestTileLayout : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void asManyAsFitStandBesideEachOther()
    {
        QCOMPARE(TileLayout::fitting({300, 600}, 50).columns, 1);
        QCOMPARE(TileLayout::fitting({607, 600}, 50).columns, 1);
        QCOMPARE(TileLayout::fitting({608, 600}, 50).columns, 2);
        QCOMPARE(TileLayout::fitting({1223, 600}, 50).columns, 3);
    }

    void fewCamerasShareTheRoom()
    {
        // Two rows of large pictures rather than one of small ones with nothing below.
        const TileLayout three = TileLayout::fitting({960, 620}, 3);
        QCOMPARE(three.columns, 2);
        QVERIFY(three.height(3) <= 620);
        // A little less high than 16:9 is better than a row less.
        QCOMPARE(TileLayout::fitting({945, 580}, 3).columns, 2);
        const TileLayout wide = TileLayout::fitting({1000, 400}, 2);
        QCOMPARE(wide.columns, 2);
        QCOMPARE(wide.placeOf(1).right() + 1, 1000);
    }

    void aRowMoreThanFitsIsScrolledToInTheSmallestSize()
    {
        const TileLayout layout = TileLayout::fitting({960, 620}, 40);
        QCOMPARE(layout.columns, 3);
        QVERIFY(layout.height(40) > 620);
    }

    void aTileIsNeverHigherThanTheView() { QCOMPARE(TileLayout::fitting({1000, 300}, 1).tile.height(), 300); }

    void noRoomAtAllIsNoDivisionByNothing()
    {
        const TileLayout layout = TileLayout::fitting({0, 0}, 0);
        QCOMPARE(layout.columns, 1);
        QVERIFY(layout.tile.width() > 0 && layout.lineHeight() > 0);
        QVERIFY(layout.height(0) > 0);
    }

    void tilesDoNotOverlapAndEndWithTheWhole()
    {
        const TileLayout layout = TileLayout::fitting({1000, 500}, 7);
        for (int row = 1; row < 7; ++row)
            QVERIFY(!layout.placeOf(row).intersects(layout.placeOf(row - 1)));
        QCOMPARE(layout.placeOf(6).bottom() + 1, layout.height(7));
    }
};

CS_TEST(TestTileLayout)
#include "tst_tilelayout.moc"
