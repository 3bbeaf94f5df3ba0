#include <QScrollBar>
#include <QSignalSpy>

#include "pages/camerafilter.h"
#include "pages/cameragrid.h"
#include "pages/cameratile.h"
#include "support/quoted.h"
#include "unit/console_pages/pagefixture.h"

using namespace cs;

class TestCameraGrid : public PageFixture {
    Q_OBJECT

    void show(int count)
    {
        QVERIFY(startWith(count));
        m_filter = std::make_unique<CameraFilter>(*cameras);
        m_grid = std::make_unique<CameraGrid>(*cameras, *m_filter, pictures);
        m_grid->resize(1000, 600);
        m_grid->show();
        m_grid->setWatching(true);
        QVERIFY(QTest::qWaitForWindowActive(m_grid.get()));
        QTRY_VERIFY(!tiles().isEmpty());
        settle();
    }
    // But for those that are on their way out.
    QList<CameraTile *> tiles() const
    {
        QList<CameraTile *> found = m_grid->findChildren<CameraTile *>();
        found.removeIf([](const CameraTile *tile) { return tile->isHidden(); });
        return found;
    }
    CameraTile *tile(int number) const
    {
        for (CameraTile *each : tiles()) {
            if (each->device() == CameraId(number))
                return each;
        }
        return nullptr;
    }
    void press(Qt::Key key)
    {
        QVERIFY(QApplication::focusWidget());
        QTest::keyClick(QApplication::focusWidget(), key);
    }

    std::unique_ptr<CameraFilter> m_filter;
    std::unique_ptr<CameraGrid> m_grid;

private Q_SLOTS:
    void init() { setUp(); }
    void cleanup()
    {
        m_grid.reset();
        m_filter.reset();
        pictures.opened.clear();
        endPage();
    }

    void hundredsOfCamerasCostAScreenful()
    {
        show(300);
        QVERIFY2(tiles().size() <= 12, qPrintable(QString::number(tiles().size())));
        QVERIFY(m_grid->verticalScrollBar()->maximum() > 10000);
    }

    void whatComesIntoViewIsThere()
    {
        show(300);
        QScrollBar &bar = *m_grid->verticalScrollBar();
        bar.setValue(bar.maximum());
        QVERIFY(tile(299));
        QVERIFY(tile(299)->isVisible());
        QVERIFY2(tiles().size() < 40, qPrintable(QString::number(tiles().size())));
    }

    void onlyPicturesInViewAreOpened()
    {
        show(300);
        QTRY_VERIFY(pictures.opened.size() >= 6);
        QVERIFY(pictures.opened.size() < 12);
        QVERIFY(!pictures.opened.contains(CameraId(40)));
    }

    void picturesThatPassByAreNotOpened()
    {
        show(300);
        QScrollBar &bar = *m_grid->verticalScrollBar();
        for (int value = 0; value <= bar.maximum(); value += 200)
            bar.setValue(value);
        bar.setValue(bar.maximum());
        QTRY_VERIFY(pictures.opened.contains(CameraId(299)));
        QVERIFY(!pictures.opened.contains(CameraId(150)));
    }

    void keysReachTheLastCameraAndComeBack()
    {
        show(300);
        m_grid->takeFocus(Qt::TabFocusReason);
        press(Qt::Key_End);
        QCOMPARE(m_grid->current(), CameraId(299));
        QVERIFY(tile(299)->picture()->hasFocus());
        press(Qt::Key_Up);
        QCOMPARE(m_grid->current(), CameraId(296));
        press(Qt::Key_Home);
        QCOMPARE(m_grid->current(), CameraId(0));
        QCOMPARE(m_grid->verticalScrollBar()->value(), 0);
    }

    void theChosenOneKeepsTheFocusWhenItIsScrolledAway()
    {
        show(300);
        m_grid->takeFocus(Qt::TabFocusReason);
        m_grid->verticalScrollBar()->setValue(m_grid->verticalScrollBar()->maximum());
        QVERIFY(tile(0)->picture()->hasFocus());
        QCOMPARE(m_grid->current(), CameraId(0));
    }

    void aFilterThatHidesTheChosenOneChoosesTheFirst()
    {
        show(30);
        QSignalSpy chosen(m_grid.get(), &CameraGrid::currentChanged);
        m_filter->setText(QStringLiteral("camera12"));
        QTRY_COMPARE(m_grid->current(), CameraId(12));
        QCOMPARE(tiles().size(), 1);
        m_filter->setText({});
        QTRY_VERIFY(tiles().size() > 6);
        QCOMPARE(m_grid->current(), CameraId(12));
    }

    void aPictureThatIsFilteredAwayMayStillBeClicked()
    {
        show(30);
        const QPointer<CameraTile> gone = tile(3);
        m_filter->setText(QStringLiteral("camera12"));
        // The grid has not arranged itself anew yet; being chosen is what ends this one.
        QTest::mouseClick(gone->picture(), Qt::LeftButton);
        QTRY_COMPARE(m_grid->current(), CameraId(12));
        QCOMPARE(tiles().size(), 1);
        QTRY_VERIFY(!gone);
    }

    void aCameraThatIsRemovedHandsTheFocusOn()
    {
        show(3);
        m_grid->takeFocus(Qt::TabFocusReason);
        QVERIFY(tile(0)->picture()->hasFocus());
        service->on("get_camera_status", ScriptedService::Handler([](const QJsonObject &) { return notFound(); }));
        service->publish("camera.disconnected", 11,
                         quoted("'device':'camera0','status':'DISCONNECTED','name':'Gate','reason':'x'"));
        QTRY_COMPARE(cameras->rowCount(), 2);
        QTRY_COMPARE(m_grid->current(), CameraId(1));
        QTRY_VERIFY(tile(1)->picture()->hasFocus());
    }

    void tabStopsAtTheChosenOneOnly()
    {
        show(9);
        QVERIFY(tile(0)->picture()->focusPolicy() & Qt::TabFocus);
        QVERIFY(!(tile(1)->picture()->focusPolicy() & Qt::TabFocus));
        m_grid->setCurrent(CameraId(1));
        QVERIFY(!(tile(0)->picture()->focusPolicy() & Qt::TabFocus));
        QVERIFY(tile(1)->picture()->focusPolicy() & Qt::TabFocus);
    }
};

CS_WIDGET_TEST(TestCameraGrid)
#include "console_models/moc_modelfixture.cpp"
#include "moc_pagefixture.cpp"
#include "tst_cameragrid.moc"
