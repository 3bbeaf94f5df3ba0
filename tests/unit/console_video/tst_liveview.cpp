#include "support/fakevideosource.h"
#include "support/testprogram.h"
#include "video/liveview.h"

using namespace cs;
using namespace std::chrono_literals;
using State = LiveView::State;

namespace {

QImage picture()
{
    QImage image(16, 9, QImage::Format_RGB32);
    image.fill(Qt::red);
    return image;
}

}  // namespace

// The source is a fake; waits are milliseconds.
class TestLiveView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_answers.clear();
        m_asked = 0;
        auto source = std::make_unique<FakeVideoSource>();
        m_source = source.get();
        LiveView::Settings settings;
        settings.firstWait = 20ms;
        settings.longestWait = 80ms;
        settings.stalledWait = 30ms;
        settings.openingPatience = 300ms;
        settings.options.patience = 1234ms;
        m_view = std::make_unique<LiveView>(
            std::move(source),
            [this] {
                ++m_asked;
                return m_answers.isEmpty() ? ready<QUrl>(QUrl(QStringLiteral("rtsp://host/camera?n=%1").arg(m_asked)))
                                           : m_answers.takeFirst();
            },
            settings);
    }
    void cleanup() { m_view.reset(); }

    void opensTheAddressItIsGiven()
    {
        m_view->start();
        QCOMPARE(m_view->state(), State::Opening);
        QCOMPARE(m_source->opened.size(), 1);
        QCOMPARE(m_source->lastOptions.patience, 1234ms);
        QVERIFY(!m_view->lastPictureAge());
        moves();
        QCOMPARE(m_view->state(), State::Moving);
        QVERIFY(*m_view->lastPictureAge() < 1s);
    }

    void aStandingPictureIsOpenedAnewWithAFreshAddress()
    {
        m_view->start();
        moves();
        m_source->say(VideoSource::Stalled);
        QCOMPARE(m_view->state(), State::Stalled);
        QVERIFY(QTest::qWaitFor([&] { return m_source->opened.size() == 2; }));
        QVERIFY(m_source->opened[0] != m_source->opened[1]);
        // It is not live until a new picture says so, and the age goes on.
        QCOMPARE(m_view->state(), State::Opening);
        QVERIFY(m_view->lastPictureAge());
    }

    void aPictureThatMovesAgainIsLeftAlone()
    {
        m_view->start();
        moves();
        m_source->say(VideoSource::Stalled);
        m_source->say(VideoSource::Live);
        QCOMPARE(m_view->state(), State::Moving);
        QTest::qWait(80);
        QCOMPARE(m_source->opened.size(), 1);
    }

    void failuresAreTriedAgainWithGrowingWaits()
    {
        m_view->start();
        QList<qint64> waits;
        for (int i = 0; i < 6; ++i) {
            QElapsedTimer timer;
            timer.start();
            const auto before = m_source->opened.size();
            m_source->say(VideoSource::Failed, VideoSource::NotFound, QStringLiteral("404"));
            QCOMPARE(m_view->state(), State::Waiting);
            QCOMPARE(m_view->why(), VideoSource::NotFound);
            QCOMPARE(m_view->detail(), QStringLiteral("404"));
            QVERIFY(QTest::qWaitFor([&] { return m_source->opened.size() == before + 1; }));
            waits << timer.elapsed();
        }
        // 20, 40, 80, 80 ... less a quarter at most.
        QVERIFY(waits[0] >= 14);
        QVERIFY(waits[1] >= 29);
        for (int i = 2; i < 6; ++i)
            QVERIFY(waits[i] >= 59);
        QCOMPARE(m_asked, 7);
    }

    void aRefusedAddressIsAskedForAgain()
    {
        m_answers << failed<QUrl>(Error::unauthenticated(QStringLiteral("session ended")));
        m_view->start();
        QCOMPARE(m_view->state(), State::Waiting);
        QVERIFY(m_view->addressError());
        QCOMPARE(m_view->addressError()->code, ErrorCode::Unauthenticated);
        QVERIFY(m_source->opened.isEmpty());
        QVERIFY(QTest::qWaitFor([&] { return m_source->opened.size() == 1; }));
        QVERIFY(!m_view->addressError());
    }

    void anAddressThatNeverComesIsAskedForAgain()
    {
        Promise<QUrl> never;
        m_answers << never.future();
        m_view->start();
        QVERIFY(QTest::qWaitFor([&] { return m_source->opened.size() == 1; }));
        QCOMPARE(m_asked, 2);
        // The late answer is nobody's.
        never.finish(QUrl(QStringLiteral("rtsp://late/")));
        QCOMPARE(m_source->opened.size(), 1);
    }

    void aStreamWithoutAPictureIsOpenedAnew()
    {
        m_view->start();
        QVERIFY(QTest::qWaitFor([&] { return m_view->state() == State::Waiting; }));
        QCOMPARE(m_view->why(), VideoSource::Timeout);
        QVERIFY(QTest::qWaitFor([&] { return m_source->opened.size() == 2; }));
    }

    void stopIsFinalUntilStart()
    {
        Promise<QUrl> late;
        m_answers << late.future();
        m_view->start();
        m_view->stop();
        late.finish(QUrl(QStringLiteral("rtsp://late/")));
        QCOMPARE(m_view->state(), State::Stopped);
        m_view->start();
        moves();
        m_view->stop();
        QTest::qWait(100);
        QCOMPARE(m_source->opened.size(), 1);
        QCOMPARE(m_source->state(), VideoSource::Idle);
    }

    void retryNowDoesNotWait()
    {
        m_view->start();
        for (int i = 0; i < 3; ++i) {
            m_source->say(VideoSource::Failed, VideoSource::Lost);
            m_view->retryNow();
            QCOMPARE(m_source->opened.size(), i + 2);
        }
        moves();
        m_view->retryNow();
        QCOMPARE(m_source->opened.size(), 4);
    }

    void mayBeDestroyedWhileAnAddressIsAwaited()
    {
        Promise<QUrl> late;
        m_answers << late.future();
        m_view->start();
        m_view.reset();
        late.finish(QUrl(QStringLiteral("rtsp://late/")));
        QCoreApplication::processEvents();
    }

private:
    void moves()
    {
        m_source->show(picture());
        m_source->say(VideoSource::Live);
    }

    std::unique_ptr<LiveView> m_view;
    FakeVideoSource *m_source = nullptr;
    QList<Async<QUrl>> m_answers;
    int m_asked = 0;
};

CS_TEST(TestLiveView)
#include "tst_liveview.moc"
