#include <QCheckBox>
#include <QComboBox>
#include <QDateEdit>
#include <QSignalSpy>

#include "pages/recordingfilterbar.h"
#include "unit/console_pages/pagefixture.h"

using namespace cs;

class TestRecordingFilterBar : public PageFixture {
    Q_OBJECT

    template<class T>
    T *part() const
    {
        return m_bar->findChild<T *>();
    }
    std::unique_ptr<RecordingFilterBar> m_bar;

private Q_SLOTS:
    void init()
    {
        setUp();
        QVERIFY(startWith(3));
        m_bar = std::make_unique<RecordingFilterBar>(*cameras);
    }
    void cleanup()
    {
        m_bar.reset();
        endPage();
    }

    void allCamerasAreOffered()
    {
        QCOMPARE(part<QComboBox>()->count(), 4);
        QVERIFY(m_bar->filter().isEmpty());
    }

    void aChoiceIsToldOnce()
    {
        QSignalSpy told(m_bar.get(), &RecordingFilterBar::filterChanged);
        part<QComboBox>()->setCurrentIndex(2);
        QCOMPARE(told.count(), 1);
        QCOMPARE(m_bar->filter().device, std::optional(CameraId(1)));
        m_bar->setFilter({CameraId(1), {}});
        QCOMPARE(told.count(), 1);
    }

    void aDayCountsOnlyWhenItIsWanted()
    {
        auto *day = part<QDateEdit>();
        QVERIFY(!day->isEnabled());
        day->setDate({2026, 11, 23});
        QVERIFY(!m_bar->filter().day);
        part<QCheckBox>()->setChecked(true);
        QVERIFY(day->isEnabled());
        QCOMPARE(m_bar->filter().day, std::optional(QDate(2026, 11, 23)));
        m_bar->setFilter({});
        QVERIFY(m_bar->filter().isEmpty());
        QVERIFY(!day->isEnabled());
    }

    void theChosenCameraStaysChosenWhenItIsGone()
    {
        part<QComboBox>()->setCurrentIndex(1);
        service->on("get_camera_status", ScriptedService::Handler([](const QJsonObject &) { return notFound(); }));
        service->publish("camera.disconnected", 11,
                         quoted("'device':'camera0','status':'DISCONNECTED','name':'Gate','reason':'x'"));
        QTRY_COMPARE(cameras->rowCount(), 2);
        QTest::qWait(300);
        QCOMPARE(m_bar->filter().device, std::optional(CameraId(0)));
        QCOMPARE(part<QComboBox>()->currentText(), QStringLiteral("camera0"));
    }
};

CS_WIDGET_TEST(TestRecordingFilterBar)
#include "tst_recordingfilterbar.moc"
