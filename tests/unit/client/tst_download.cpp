#include <sys/stat.h>

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>

#include "client/download.h"
#include "cli/faults.h"
#include "client/connectionerror.h"
#include "support/testprogram.h"
#include "unit/client/fakefiles.h"

using namespace cs;

class TstDownload : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<FakeFiles> m_files;

    QString target() const { return m_folder->filePath(QStringLiteral("x.mp4")); }
    static QByteArray contentOf(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(nothing)");
    }
    static void write(const QString &path, const QByteArray &content)
    {
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write %s", qPrintable(path));
    }
    QStringList entries() const { return QDir(m_folder->path()).entryList(QDir::Files | QDir::System, QDir::Name); }
    static Result<Done> resultOf(Download &download)
    {
        std::optional<Result<Done>> result;
        QObject::connect(&download, &Download::finished, &download, [&](const Result<Done> &end) { result = end; });
        download.start();
        if (!QTest::qWaitFor([&] { return result.has_value(); }))
            return Error::internal(QStringLiteral("the download never ended"));
        return *result;
    }
    Result<Done> fetch(Overwrite overwrite = Overwrite::No)
    {
        Download download(m_files->url(), target(), overwrite);
        return resultOf(download);
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_files = std::make_unique<FakeFiles>();
    }
    void cleanup()
    {
        m_files.reset();
        m_folder.reset();
    }

    void fileArrivesWholeAndAlone()
    {
        m_files->content = QByteArray(3 * 1000 * 1000, 'v');
        QVERIFY(fetch().ok());
        QCOMPARE(contentOf(target()), m_files->content);
        QCOMPARE(entries(), QStringList{"x.mp4"});
    }

    void emptyFileArrivesToo()
    {
        m_files->content.clear();
        QVERIFY(fetch().ok());
        QCOMPARE(contentOf(target()), QByteArray());
        QCOMPARE(entries(), QStringList{"x.mp4"});
    }

    void fileThatIsThereStays()
    {
        write(target(), "mine");
        const auto result = fetch();
        QCOMPARE(explain(result.error()).exit, Exit::Failed);
        QVERIFY(result.error().message.contains(QLatin1String("--force")));
        QCOMPARE(contentOf(target()), QByteArray("mine"));
        QVERIFY(m_files->requests.isEmpty());
        QVERIFY(fetch(Overwrite::Yes).ok());
        QCOMPARE(contentOf(target()), m_files->content);
    }

    void fileThatAppearsMeanwhileStays()
    {
        Download download(m_files->url(), target(), Overwrite::No);
        connect(&download, &Download::progressed, this, [this] { write(target(), "mine"); });
        const auto result = resultOf(download);
        QVERIFY(!result.ok());
        QCOMPARE(contentOf(target()), QByteArray("mine"));
        QCOMPARE(contentOf(target() + QStringLiteral(".part")), m_files->content);
    }

    void brokenDownloadGoesOnWhereItBroke()
    {
        m_files->breakAfter = 4;
        const auto broken = fetch();
        QVERIFY(isConnectionError(broken.error()));
        QVERIFY2(broken.error().message.contains(QLatin1String("4 B of 10 B")), qPrintable(broken.error().message));
        QVERIFY(!QFile::exists(target()));
        m_files->breakAfter = -1;
        QVERIFY(fetch().ok());
        QCOMPARE(headerOf(m_files->requests.last(), "Range"), QByteArray("bytes=4-"));
        QCOMPARE(headerOf(m_files->requests.last(), "If-Range"), QByteArray("\"v1\""));
        QCOMPARE(contentOf(target()), m_files->content);
        QCOMPARE(entries(), QStringList{"x.mp4"});
    }

    void changedFileIsFetchedAnew()
    {
        m_files->breakAfter = 4;
        QVERIFY(!fetch().ok());
        m_files->breakAfter = -1;
        m_files->etag = "\"v2\"";
        m_files->content = "another file";
        QVERIFY(fetch().ok());
        QCOMPARE(contentOf(target()), QByteArray("another file"));
    }

    void partOfUnknownOriginIsFetchedAnew()
    {
        write(target() + QStringLiteral(".part"), "0123");
        QVERIFY(fetch().ok());
        QCOMPARE(headerOf(m_files->requests.last(), "Range"), QByteArray());
        QCOMPARE(contentOf(target()), m_files->content);
    }

    void weakEtagIsNothingToGoOnWith()
    {
        m_files->etag = "W/\"v1\"";
        m_files->breakAfter = 4;
        QVERIFY(!fetch().ok());
        m_files->breakAfter = -1;
        QVERIFY(fetch().ok());
        QCOMPARE(headerOf(m_files->requests.last(), "Range"), QByteArray());
    }

    void partThatIsCompleteOnlyGetsItsName()
    {
        write(target() + QStringLiteral(".part"), m_files->content);
        write(target() + QStringLiteral(".part.etag"), m_files->etag);
        QVERIFY(fetch().ok());
        QCOMPARE(contentOf(target()), m_files->content);
        QCOMPARE(m_files->requests.size(), 1);
    }

    void partThatIsTooLongIsFetchedAnew()
    {
        write(target() + QStringLiteral(".part"), m_files->content + "more");
        write(target() + QStringLiteral(".part.etag"), m_files->etag);
        QVERIFY(fetch().ok());
        QCOMPARE(contentOf(target()), m_files->content);
        QCOMPARE(m_files->requests.size(), 2);
    }

    void otherPartThanAskedForIsRefused()
    {
        m_files->breakAfter = 4;
        QVERIFY(!fetch().ok());
        m_files->breakAfter = -1;
        m_files->lies = true;
        QVERIFY(!fetch().ok());
        QVERIFY(!QFile::exists(target()));
    }

    void refusalOfTheServerLeavesNothing_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("exit");
        QTest::newRow("401") << 401 << int(Exit::Denied);
        QTest::newRow("404") << 404 << int(Exit::Failed);
        QTest::newRow("500") << 500 << int(Exit::Failed);
        QTest::newRow("redirect") << 302 << int(Exit::Failed);
    }
    void refusalOfTheServerLeavesNothing()
    {
        QFETCH(int, status);
        m_files->status = status;
        const auto result = fetch();
        QVERIFY(!result.ok());
        QTEST(int(explain(result.error()).exit), "exit");
        QVERIFY2(!result.error().message.contains(QLatin1String("SECRET")), qPrintable(result.error().message));
        QCOMPARE(entries(), QStringList{});
    }

    void serverThatIsAwayIsAConnectionError()
    {
        const QUrl url = m_files->url();
        m_files.reset();
        Download download(url, target(), Overwrite::No);
        const auto result = resultOf(download);
        QVERIFY(isConnectionError(result.error()));
        QVERIFY(!result.error().message.contains(QLatin1String("SECRET")));
    }

    void addressThatIsNotHttpIsRefused_data()
    {
        QTest::addColumn<QString>("url");
        QTest::newRow("file") << "file:///etc/passwd";
        QTest::newRow("empty") << "";
        QTest::newRow("data") << "data:,x";
    }
    void addressThatIsNotHttpIsRefused()
    {
        QFETCH(QString, url);
        Download download(QUrl(url), target(), Overwrite::No);
        QVERIFY(!resultOf(download).ok());
        QCOMPARE(entries(), QStringList{});
    }

    void secondDownloadToTheSameFileWaits()
    {
        const auto first = PartFile::open(target());
        QVERIFY(first.ok());
        QVERIFY((*first)->append("abc").ok());
        QVERIFY(fetch().error().message.contains(QLatin1String("another download")));
        QCOMPARE(contentOf(target() + QStringLiteral(".part")), QByteArray("abc"));
    }

    void linkInThePlaceOfThePartIsNotFollowed()
    {
        const QString victim = m_folder->filePath(QStringLiteral("victim"));
        write(victim, "mine");
        QVERIFY(QFile::link(victim, target() + QStringLiteral(".part")));
        QVERIFY(!fetch().ok());
        QCOMPARE(contentOf(victim), QByteArray("mine"));
    }

    void longestNameHasRoomForItsPart()
    {
        const QString longest = m_folder->filePath(QString(251, u'x') + QStringLiteral(".mp4"));
        Download download(m_files->url(), longest, Overwrite::No);
        const auto result = resultOf(download);
        QVERIFY2(result.ok(), result.ok() ? "" : qPrintable(result.error().message));
        QCOMPARE(contentOf(longest), m_files->content);
        QCOMPARE(entries().size(), 1);
    }

    void folderThatIsNotThereIsNamed()
    {
        Download download(m_files->url(), m_folder->filePath(QStringLiteral("no/x")), Overwrite::No);
        QVERIFY(resultOf(download).error().message.contains(QLatin1String("no/x.part")));
    }
};

CS_TEST(TstDownload)
#include "tst_download.moc"
