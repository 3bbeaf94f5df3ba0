#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QSlider>
#include <QToolButton>

#include "support/fakevideosource.h"
#include "support/testprogram.h"
#include "widgets/playerbar.h"

using namespace cs;
using namespace std::chrono_literals;

// The bar by mouse and by keys; the source is a fake.
class TestPlayerBar : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_source = std::make_unique<FakeVideoSource>();
        m_source->length = 100s;
        m_bar = std::make_unique<PlayerBar>();
        m_bar->control(m_source.get());
        m_bar->show();
        QVERIFY(QTest::qWaitForWindowActive(m_bar.get()));
    }
    void cleanup() { m_bar.reset(); }

    void nothingCanBePressedBeforeThereIsAPicture()
    {
        for (const char *name : {"back", "play", "forward", "position"})
            QVERIFY(!part<QWidget>(name)->isEnabled());
        m_source->say(VideoSource::Paused);
        for (const char *name : {"back", "play", "forward", "position"})
            QVERIFY(part<QWidget>(name)->isEnabled());
        m_source->say(VideoSource::Failed, VideoSource::Lost);
        QVERIFY(!part<QWidget>("play")->isEnabled());
    }

    void buttonsSteer()
    {
        m_source->say(VideoSource::Paused);
        part<QToolButton>("play")->click();
        QCOMPARE(m_source->pauses, QList<bool>{false});
        m_source->say(VideoSource::Live);
        QCOMPARE(part<QToolButton>("play")->accessibleName(), QStringLiteral("Pause"));
        part<QToolButton>("play")->click();
        QCOMPARE(m_source->pauses.last(), true);
        part<QToolButton>("back")->click();
        part<QToolButton>("forward")->click();
        QCOMPARE(m_source->steps, (QList<int>{-1, 1}));
    }

    void playAtTheEndBeginsAnew()
    {
        m_source->say(VideoSource::Ended);
        part<QToolButton>("play")->click();
        QCOMPARE(m_source->seeks, QList<std::chrono::milliseconds>{0ms});
        QCOMPARE(m_source->pauses, QList<bool>{false});
    }

    void positionFollowsThePictures()
    {
        m_source->say(VideoSource::Live);
        m_source->show(QImage(1, 1, QImage::Format_RGB32), 61s);
        QCOMPARE(part<QSlider>("position")->value(), 61000);
        QCOMPARE(part<QSlider>("position")->maximum(), 100000);
        QCOMPARE(m_bar->findChild<QLabel *>()->text(), QStringLiteral("01:01 / 01:40"));
        // Following is not seeking.
        QVERIFY(m_source->seeks.isEmpty());
        part<QSlider>("position")->setValue(30000);
        QCOMPARE(m_source->seeks, QList<std::chrono::milliseconds>{30s});
    }

    void aDraggedSliderIsNotPulledBack()
    {
        m_source->say(VideoSource::Live);
        auto *slider = part<QSlider>("position");
        slider->setSliderDown(true);
        slider->setSliderPosition(50000);
        m_source->show(QImage(1, 1, QImage::Format_RGB32), 10s);
        QCOMPARE(slider->value(), 50000);
        slider->setSliderDown(false);
    }

    void keysSteerFromEveryControl_data()
    {
        QTest::addColumn<QString>("focus");
        for (const char *name : {"back", "play", "forward", "position"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void keysSteerFromEveryControl()
    {
        QFETCH(QString, focus);
        m_source->say(VideoSource::Paused);
        m_source->show(QImage(1, 1, QImage::Format_RGB32), 50s);
        auto *control = m_bar->findChild<QWidget *>(focus);
        control->setFocus();
        for (const auto key : {Qt::Key_Comma, Qt::Key_Period, Qt::Key_Right, Qt::Key_Right, Qt::Key_Left, Qt::Key_Home,
                               Qt::Key_End, Qt::Key_Plus, Qt::Key_Plus, Qt::Key_Minus})
            QTest::keyClick(control, key);
        QCOMPARE(m_source->steps, (QList<int>{-1, 1}));
        QCOMPARE(m_source->seeks, (QList<std::chrono::milliseconds>{55s, 60s, 55s, 0s, 100s}));
        QCOMPARE(m_source->rate, 2.0);
    }

    void spaceIsTheKeyOfTheControlThatHasTheFocus()
    {
        m_source->say(VideoSource::Paused);
        QTest::keyClick(part<QSlider>("position"), Qt::Key_Space);
        QCOMPARE(m_source->pauses, QList<bool>{false});
        QTest::keyClick(part<QToolButton>("forward"), Qt::Key_Space);
        QCOMPARE(m_source->steps, QList<int>{1});
        QCOMPARE(m_source->pauses.size(), 1);
    }

    void speedIsChosenAndKept()
    {
        QCOMPARE(m_source->rate, 1.0);
        part<QComboBox>("rate")->setCurrentIndex(4);
        QCOMPARE(m_source->rate, 8.0);
        FakeVideoSource next;
        m_bar->control(&next);
        QCOMPARE(next.rate, 8.0);
        m_bar->control(nullptr);
    }

    void everyControlHasANameAndAToolTip()
    {
        for (const char *name : {"back", "play", "forward", "position", "rate"}) {
            QVERIFY2(!part<QWidget>(name)->accessibleName().isEmpty(), name);
            QVERIFY2(!part<QWidget>(name)->toolTip().isEmpty(), name);
            QVERIFY2(part<QWidget>(name)->focusPolicy() & Qt::TabFocus, name);
        }
    }

    void aDestroyedSourceDisablesAll()
    {
        m_source->say(VideoSource::Live);
        m_source.reset();
        QVERIFY(!part<QWidget>("play")->isEnabled());
        m_bar->togglePause();
        m_bar->skip(5s);
    }

private:
    template<class Widget>
    Widget *part(const char *name)
    {
        return m_bar->findChild<Widget *>(QLatin1String(name));
    }

    std::unique_ptr<FakeVideoSource> m_source;
    std::unique_ptr<PlayerBar> m_bar;
};

static int runPlayerBar(int argc, char **argv)
{
    QApplication app(argc, argv);
    TestPlayerBar test;
    return QTest::qExec(&test, argc, argv);
}

CS_TEST_MAIN(runPlayerBar)
#include "tst_playerbar.moc"
