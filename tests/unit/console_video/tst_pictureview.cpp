#include <QAccessible>
#include <QApplication>
#include <QSignalSpy>

#include "support/fakevideosource.h"
#include "support/testprogram.h"
#include "widgets/pictureview.h"

using namespace cs;
using namespace std::chrono_literals;

namespace {

QImage picture(QSize size, Qt::GlobalColor colour = Qt::red)
{
    QImage image(size, QImage::Format_RGB32);
    image.fill(colour);
    return image;
}

}  // namespace

// The widget without a window manager; the source is a fake.
class TestPictureView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void picturesAreLetterboxed()
    {
        FakeVideoSource source;
        PictureView view;
        view.resize(200, 200);
        view.watch(&source);
        source.say(VideoSource::Live);
        source.show(picture({160, 80}));
        const QImage seen = view.grab().toImage();
        QCOMPARE(seen.pixelColor(100, 100), QColor(Qt::red));
        QCOMPARE(seen.pixelColor(2, 100), QColor(Qt::red));
        QVERIFY(seen.pixelColor(100, 40).red() < 40);
        QVERIFY(seen.pixelColor(100, 160).red() < 40);
        QVERIFY(view.words().isEmpty());
    }

    void theSourceLearnsItsSizeAndWhetherItIsSeen()
    {
        FakeVideoSource source;
        PictureView view;
        view.resize(320, 180);
        view.watch(&source);
        QVERIFY(source.keyframesOnly);
        QCOMPARE(source.targetSize, QSize(320, 180) * view.devicePixelRatio());
        view.show();
        QVERIFY(!source.keyframesOnly);
        view.resize(400, 300);
        QCOMPARE(source.targetSize, QSize(400, 300) * view.devicePixelRatio());
        view.hide();
        QVERIFY(source.keyframesOnly);
    }

    void liveWordsTellWhatIsWrongAndForHowLong()
    {
        auto made = std::make_unique<FakeVideoSource>();
        FakeVideoSource *source = made.get();
        LiveView::Settings settings;
        settings.firstWait = 1h;
        settings.stalledWait = 1h;
        LiveView live(
            std::move(made), [] { return ready<QUrl>(QUrl(QStringLiteral("rtsp://host/"))); }, settings);
        PictureView view;
        view.watch(&live);
        live.start();
        QCOMPARE(view.words(), QStringLiteral("Connecting …"));
        source->show(picture({16, 9}));
        source->say(VideoSource::Live);
        QCOMPARE(view.words(), QString());
        QCOMPARE(view.accessibleDescription(), QStringLiteral("Live picture"));
        source->say(VideoSource::Stalled);
        QCOMPARE(view.words(), QStringLiteral("No picture since 0 s"));
        // The seconds go on by themselves; the description does not with each of them.
        QVERIFY(QTest::qWaitFor([&] { return view.words() == u"No picture since 2 s"; }));
        QCOMPARE(view.accessibleDescription(), QStringLiteral("No picture"));
        source->say(VideoSource::Failed, VideoSource::Lost);
        QVERIFY(view.words().startsWith(u"The connection to the picture is lost\nNo picture since"));
        QVERIFY(!view.picture().isNull());
        live.stop();
        QCOMPARE(view.words(), QStringLiteral("Stopped"));
    }

    void stalePicturesAreDimmed()
    {
        FakeVideoSource source;
        PictureView view;
        view.resize(160, 90);
        view.watch(&source);
        source.show(picture({160, 90}));
        source.say(VideoSource::Live);
        QCOMPARE(view.grab().toImage().pixelColor(3, 3), QColor(Qt::red));
        source.say(VideoSource::Stalled);
        QVERIFY(view.grab().toImage().pixelColor(3, 3).red() < 150);
    }

    void everyRefusalHasItsWords_data()
    {
        QTest::addColumn<Error>("error");
        QTest::newRow("signed out") << Error::unauthenticated(QStringLiteral("internal words"));
        QTest::newRow("no right") << Error::permissionDenied(QStringLiteral("operator"), QStringLiteral("viewer"));
        QTest::newRow("gone") << Error::notFound(QStringLiteral("camera"), QStringLiteral("camera0"));
        QTest::newRow("off") << Error::invalidState(QStringLiteral("internal words"), QStringLiteral("off"), {});
        QTest::newRow("else") << Error::internal(QStringLiteral("internal words"));
    }
    void everyRefusalHasItsWords()
    {
        QFETCH(Error, error);
        LiveView live(std::make_unique<FakeVideoSource>(), [error] { return failed<QUrl>(error); }, {});
        PictureView view;
        view.watch(&live);
        live.start();
        QVERIFY(!view.words().isEmpty());
        QVERIFY(!view.words().contains(u"internal words"));
        QVERIFY(!m_words.contains(view.words()));
        m_words << view.words();
    }

    void noticeStandsAboveAll()
    {
        FakeVideoSource source;
        PictureView view;
        view.watch(&source);
        source.say(VideoSource::Live);
        view.setNotice(QStringLiteral("Signed out"));
        QCOMPARE(view.words(), QStringLiteral("Signed out"));
        QCOMPARE(view.accessibleDescription(), QStringLiteral("Signed out"));
        view.setNotice({});
        QCOMPARE(view.words(), QString());
    }

    void aDestroyedSourceLeavesNothing()
    {
        auto source = std::make_unique<FakeVideoSource>();
        PictureView view;
        view.watch(source.get());
        source->show(picture({16, 9}));
        source.reset();
        QVERIFY(view.picture().isNull());
        view.resize(333, 222);
        auto live = std::make_unique<LiveView>(
            std::make_unique<FakeVideoSource>(), [] { return ready<QUrl>(QUrl()); }, LiveView::Settings());
        view.watch(live.get());
        live.reset();
        view.resize(222, 333);
        QCOMPARE(view.words(), QString());
    }

    void screenReadersHearOfAPictureWithAName()
    {
        PictureView view;
        view.setName(QStringLiteral("Front door"));
        const QAccessibleInterface *accessible = QAccessible::queryAccessibleInterface(&view);
        QVERIFY(accessible);
        QCOMPARE(accessible->role(), QAccessible::Graphic);
        QCOMPARE(accessible->text(QAccessible::Name), QStringLiteral("Front door"));
        QVERIFY(!accessible->text(QAccessible::Description).isEmpty());
    }

    void enterAndDoubleClickActivate()
    {
        PictureView view;
        QSignalSpy activated(&view, &PictureView::activated);
        QTest::keyClick(&view, Qt::Key_Return);
        QTest::keyClick(&view, Qt::Key_Enter);
        QTest::mouseDClick(&view, Qt::LeftButton);
        QTest::keyClick(&view, Qt::Key_A);
        QCOMPARE(activated.size(), 3);
    }

private:
    QStringList m_words;
};

static int runPictureView(int argc, char **argv)
{
    QApplication app(argc, argv);
    TestPictureView test;
    return QTest::qExec(&test, argc, argv);
}

CS_TEST_MAIN(runPictureView)
#include "tst_pictureview.moc"
