#include <QAbstractItemModelTester>
#include <QSignalSpy>

#include "pages/camerafilter.h"
#include "pages/camerawords.h"
#include "support/quoted.h"
#include "unit/console_pages/pagefixture.h"

using namespace cs;

class TestCameraFilter : public PageFixture {
    Q_OBJECT

    QString cell(int row, int column) const { return m_filter->index(row, column).data().toString(); }
    std::unique_ptr<CameraFilter> m_filter;

private Q_SLOTS:
    void init()
    {
        setUp();
        QVERIFY(startWith(12));
        m_filter = std::make_unique<CameraFilter>(*cameras);
    }
    void cleanup()
    {
        m_filter.reset();
        endPage();
    }

    void whatIsTypedIsLookedForInNameIdAndState()
    {
        const QAbstractItemModelTester tester(m_filter.get());
        m_filter->setText(QStringLiteral(" CAMERA1 "));
        QCOMPARE(m_filter->rowCount(), 3);
        m_filter->setText(QStringLiteral("gate"));
        QCOMPARE(m_filter->rowCount(), 12);
        service->publish("camera_status_update", 11, cameraMembers(4, "DISCONNECTED"));
        m_filter->setText(QStringLiteral("no picture"));
        QTRY_COMPARE(m_filter->rowCount(), 1);
        QCOMPARE(m_filter->deviceAt(0), CameraId(4));
        QCOMPARE(m_filter->rowOf(CameraId(4)), 0);
        QCOMPARE(m_filter->rowOf(CameraId(5)), -1);
        QVERIFY(!m_filter->deviceAt(1).isValid());
    }

    void typingIsOneChangeHoweverManyRowsComeAndGo()
    {
        QSignalSpy laidOut(m_filter.get(), &QAbstractItemModel::layoutChanged);
        QSignalSpy removed(m_filter.get(), &QAbstractItemModel::rowsRemoved);
        QSignalSpy inserted(m_filter.get(), &QAbstractItemModel::rowsInserted);
        m_filter->setText(QStringLiteral("1"));
        QCOMPARE(m_filter->rowCount(), 3);
        m_filter->setText(QStringLiteral("1 "));
        QCOMPARE(laidOut.count(), 1);
        m_filter->setText({});
        QCOMPARE(m_filter->rowCount(), 12);
        QCOMPARE(laidOut.count(), 2);
        QCOMPARE(removed.count() + inserted.count(), 0);
    }

    void idsAreSortedAsNumbers()
    {
        m_filter->sort(CameraModel::Device, Qt::AscendingOrder);
        QCOMPARE(m_filter->deviceAt(2), CameraId(2));
        QCOMPARE(m_filter->deviceAt(10), CameraId(10));
    }

    void whileTheConnectionIsLostOnlyTheNameIsShown()
    {
        QCOMPARE(cell(0, CameraModel::Resolution), QStringLiteral("640×360"));
        service->refuses = true;
        service->drop();
        QTRY_VERIFY(cameras->isStale());
        QCOMPARE(cell(0, CameraModel::Name), QStringLiteral("Gate"));
        QCOMPARE(cell(0, CameraModel::Status), CameraWords::notKnown());
        QCOMPARE(cell(0, CameraModel::Resolution), QStringLiteral("–"));
        QCOMPARE(cell(0, CameraModel::Reason), QStringLiteral("–"));
    }
};

CS_WIDGET_TEST(TestCameraFilter)
#include "tst_camerafilter.moc"
