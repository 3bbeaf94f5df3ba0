
#include "support/testprogram.h"
#include "transport/frametracker.h"
#include "unit/transport/rawclient.h"

using namespace cs;

namespace {

using Verdict = FrameTracker::Verdict;

class FrameTrackerTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void followsFramesInAnyPortions();
    void knowsWhenAMessageIsHalf();
    void countsMessagesAndControlFrames();
    void refusesByTheHeader();
    void controlFramesDoNotCountAsMessage();
    void skipsWhatNobodyNeedsToLookAt();
};

void FrameTrackerTest::followsFramesInAnyPortions()
{
    QByteArray stream;
    for (const int size : {0, 1, 125, 126, 1000, 65'535, 65'536})
        stream += RawClient::frame(1, QByteArray(size, 'x'));
    for (const int portion : {1, 2, 3, 7, 100, 100'000}) {
        FrameTracker tracker(1024 * 1024);
        for (qsizetype at = 0; at < stream.size(); at += portion)
            QCOMPARE(tracker.feed(stream.mid(at, portion)), Verdict::Fine);
        QVERIFY(!tracker.midMessage());
        QCOMPARE(tracker.messagesBegun(), quint64(7));
    }
}

void FrameTrackerTest::knowsWhenAMessageIsHalf()
{
    FrameTracker tracker(1000);
    const QByteArray frame = RawClient::frame(1, "abc");
    QVERIFY(!tracker.midMessage());
    for (qsizetype i = 0; i < frame.size() - 1; ++i) {
        tracker.feed(frame.mid(i, 1));
        QVERIFY(tracker.midMessage());
    }
    tracker.feed(frame.right(1));
    QVERIFY(!tracker.midMessage());
    tracker.feed(RawClient::frame(1, "a", false));
    QVERIFY(tracker.midMessage());
    tracker.feed(RawClient::frame(9, {}));
    QVERIFY(tracker.midMessage());
    tracker.feed(RawClient::frame(0, "b"));
    QVERIFY(!tracker.midMessage());
}

void FrameTrackerTest::countsMessagesAndControlFrames()
{
    FrameTracker tracker(1000);
    tracker.feed(RawClient::frame(1, "a", false) + RawClient::frame(9, "p") + RawClient::frame(0, "b")
                 + RawClient::frame(10, {}));
    QCOMPARE(tracker.messagesBegun(), quint64(1));
    QCOMPARE(tracker.takeControlFrames(), 2);
    QCOMPARE(tracker.takeControlFrames(), 0);
    QVERIFY(!tracker.closeSeen());
    tracker.feed(RawClient::frame(8, {}));
    QVERIFY(tracker.closeSeen());
}

void FrameTrackerTest::refusesByTheHeader()
{
    QCOMPARE(FrameTracker(100).feed(RawClient::frame(1, QByteArray(101, 'x')).left(6)), Verdict::TooBig);
    QCOMPARE(FrameTracker(100).feed(RawClient::frame(1, QByteArray(100, 'x'))), Verdict::Fine);
    QCOMPARE(FrameTracker(100).feed(RawClient::frame(2, "x").left(6)), Verdict::Binary);
    QCOMPARE(FrameTracker(100).feed(RawClient::frame(1, "x", true, false).left(2)), Verdict::Unmasked);
    QCOMPARE(FrameTracker(100).feed("\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff"
                                    "mask"),
             Verdict::TooBig);
    FrameTracker fragments(100);
    QCOMPARE(fragments.feed(RawClient::frame(1, QByteArray(60, 'x'), false)), Verdict::Fine);
    QCOMPARE(fragments.feed(RawClient::frame(0, QByteArray(41, 'x'), false)), Verdict::TooBig);
}

void FrameTrackerTest::controlFramesDoNotCountAsMessage()
{
    FrameTracker tracker(100);
    for (int i = 0; i < 10; ++i)
        QCOMPARE(tracker.feed(RawClient::frame(9, QByteArray(90, 'p'))), Verdict::Fine);
    QCOMPARE(tracker.messagesBegun(), quint64(0));
}

void FrameTrackerTest::skipsWhatNobodyNeedsToLookAt()
{
    FrameTracker tracker(1000);
    const QByteArray frame = RawClient::frame(1, QByteArray(500, 'x'));
    tracker.feed(frame.left(20));
    const qint64 left = tracker.payloadLeft();
    QCOMPARE(left, frame.size() - 20);
    tracker.skip(left - 1);
    QVERIFY(tracker.midMessage());
    tracker.skip(1);
    QVERIFY(!tracker.midMessage());
    QCOMPARE(tracker.feed(frame), Verdict::Fine);
}

}  // namespace

CS_TEST(FrameTrackerTest)
#include "tst_frametracker.moc"
