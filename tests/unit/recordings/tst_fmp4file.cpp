#include <sys/stat.h>

#include <QRandomGenerator>
#include <QTemporaryDir>

#include "recordings/fmp4file.h"
#include "samplevideo.h"
#include "support/testprogram.h"

using namespace cs;
using namespace std::chrono_literals;

class TestFmp4File : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();

    void wholeFileIsAsLongAsFfprobeSays();
    void growingFileIsFollowedFragmentByFragment();
    void cutTailIsNeverCounted();
    void repairCutsTheTailAndTheFilePlays();
    void repairLeavesAClosedFileAlone();
    void damageInTheMiddleIsNotCutAway();
    void zerosAfterALossOfPowerAreCutAway();
    void fileWithoutMediaHasNone_data();
    void fileWithoutMediaHasNone();
    void onlyRegularFilesAreRead();
    void mutatedFilesDoNoHarm();

private:
    QString put(const QByteArray &bytes) const
    {
        const QString path = m_folder.filePath(QStringLiteral("file.mp4"));
        QFile::remove(path);
        return writeFile(path, bytes) ? path : QString();
    }
    static const SampleVideo &sample() { return SampleVideo::instance(); }

    QTemporaryDir m_folder;
};

void TestFmp4File::initTestCase()
{
    QVERIFY2(sample().problem.isEmpty(), qPrintable(sample().problem));
    QVERIFY(sample().fragments.size() >= 40);
}

void TestFmp4File::wholeFileIsAsLongAsFfprobeSays()
{
    const QString path = put(sample().first(int(sample().fragments.size())));
    const auto facts = Fmp4File(path).update();
    QVERIFY(facts.ok());
    QVERIFY(facts->hasMedia && !facts->closed);
    QCOMPARE(facts->completeBytes, facts->sizeBytes);
    QCOMPARE(int(facts->tail), int(Fmp4Facts::Tail::None));
    const double seconds = std::chrono::duration<double>(facts->duration).count();
    QVERIFY2(std::abs(seconds - probedDuration(path)) < 0.05, qPrintable(QString::number(seconds)));
}

void TestFmp4File::growingFileIsFollowedFragmentByFragment()
{
    Fmp4File file(put(sample().header));
    QVERIFY(!file.update()->hasMedia);
    for (int count = 1; count <= 20; ++count) {
        // The media of a fragment come some time after its header.
        const QByteArray before = sample().first(count - 1);
        put(before + sample().fragments[size_t(count - 1)].left(200));
        QCOMPARE(file.update()->completeBytes, count == 1 ? sample().header.size() : before.size());
        put(sample().first(count));
        const auto facts = file.update();
        QVERIFY(facts.ok() && facts->hasMedia);
        QCOMPARE(facts->completeBytes, sample().first(count).size());
        QCOMPARE(facts->duration, std::chrono::microseconds(count * SampleVideo::FragmentMs * 1000));
    }
    put(SampleVideo::closed(sample().first(20), 4000));
    QVERIFY(file.update()->closed);
}

void TestFmp4File::cutTailIsNeverCounted()
{
    const QByteArray whole = sample().first(4);
    const qsizetype begin = sample().first(3).size();
    const QString path = put(whole);
    for (qsizetype end = whole.size() - 1; end >= begin; --end) {
        QVERIFY(QFile::resize(path, end));
        const auto facts = Fmp4File(path).update();
        QVERIFY2(facts.ok() && facts->completeBytes == begin && facts->duration == 600ms,
                 qPrintable(QString::number(end)));
        QCOMPARE(int(facts->tail), int(end == begin ? Fmp4Facts::Tail::None : Fmp4Facts::Tail::Cut));
    }
}

void TestFmp4File::repairCutsTheTailAndTheFilePlays()
{
    const qsizetype begin = sample().first(30).size();
    for (const int extra : {0, 1, 7, 8, 9, 100, 150, 400}) {
        const QString path = put(sample().first(31).left(begin + extra));
        const auto facts = Fmp4File(path).repair();
        QVERIFY(facts.ok());
        QCOMPARE(QFileInfo(path).size(), begin);
        QVERIFY(facts->closed && facts->duration == 6s);
        QVERIFY(std::abs(probedDuration(path) - 6.0) < 0.05);
    }
}

void TestFmp4File::repairLeavesAClosedFileAlone()
{
    const QByteArray bytes = SampleVideo::closed(sample().first(5), 1000);
    const QString path = put(bytes);
    QVERIFY(Fmp4File(path).repair().ok());
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), bytes);
}

void TestFmp4File::damageInTheMiddleIsNotCutAway()
{
    QByteArray bytes = sample().first(3) + QByteArray("\0\0\0\4oops", 8) + sample().fragments[3];
    const QString path = put(bytes);
    const auto facts = Fmp4File(path).repair();
    QVERIFY(facts.ok());
    QCOMPARE(int(facts->tail), int(Fmp4Facts::Tail::Foreign));
    QCOMPARE(facts->duration, 600ms);
    QCOMPARE(QFileInfo(path).size(), bytes.size());
}

void TestFmp4File::zerosAfterALossOfPowerAreCutAway()
{
    const QString path = put(sample().first(3) + QByteArray(4096, '\0'));
    QVERIFY(Fmp4File(path).repair().ok());
    QCOMPARE(QFileInfo(path).size(), sample().first(3).size());
}

void TestFmp4File::fileWithoutMediaHasNone_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("one byte") << QByteArray("x");
    QTest::newRow("text") << QByteArray("this is no video at all, and it is long enough");
    QTest::newRow("header only") << sample().header;
    QTest::newRow("half a header") << sample().header.left(100);
    QTest::newRow("no header") << sample().fragments[0];
    QTest::newRow("a box of no size") << QByteArray("\0\0\0\0mdat", 8);
    QTest::newRow("a box of endless size") << QByteArray("\0\0\0\1mdat\xff\xff\xff\xff\xff\xff\xff\xff", 16);
    QTest::newRow("a box smaller than its header") << QByteArray("\0\0\0\1mdat\0\0\0\0\0\0\0\1", 16);
}

void TestFmp4File::fileWithoutMediaHasNone()
{
    QFETCH(QByteArray, bytes);
    const QString path = put(bytes);
    const auto facts = Fmp4File(path).repair();
    QVERIFY(facts.ok());
    QVERIFY(!facts->hasMedia);
    QCOMPARE(facts->duration, 0us);
    QCOMPARE(QFileInfo(path).size(), bytes.size());
}

void TestFmp4File::onlyRegularFilesAreRead()
{
    const QString pipe = m_folder.filePath(QStringLiteral("pipe.mp4"));
    const QString link = m_folder.filePath(QStringLiteral("link.mp4"));
    QCOMPARE(::mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
    QVERIFY(QFile::link(put(sample().first(2)), link));
    for (const QString &path : {pipe, link, m_folder.path(), QStringLiteral("/nowhere/file.mp4")})
        QVERIFY(!Fmp4File(path).update().ok());
}

void TestFmp4File::mutatedFilesDoNoHarm()
{
    QRandomGenerator random(20261123);
    const QByteArray whole = sample().first(3);
    for (int round = 0; round < 600; ++round) {
        QByteArray bytes = whole;
        // Mostly in the headers, which are what is read.
        const qsizetype range = round % 2 ? bytes.size() : sample().header.size() + 200;
        for (int change = random.bounded(1, 8); change > 0; --change)
            bytes[qsizetype(random.bounded(quint32(range)))] = char(random.bounded(256));
        // Repairing waits for the disk.
        Fmp4File file(put(bytes));
        const auto facts = round % 20 ? file.update() : file.repair();
        if (facts.ok())
            QVERIFY(facts->completeBytes <= whole.size() && facts->duration >= 0us);
    }
}

CS_TEST(TestFmp4File)
#include "tst_fmp4file.moc"
