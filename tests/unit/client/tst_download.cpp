#include <sys/stat.h>

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QSslServer>
#include <QTemporaryDir>

#include "cli/faults.h"
#include "client/connectionerror.h"
#include "client/download.h"
#include "support/testprogram.h"
#include "support/tlsrig.h"
#include "unit/client/cannedanswers.h"
#include "unit/client/fakefiles.h"
#include "unit/client/fakeservice.h"
#include "unit/client/programrun.h"

using namespace cs;

namespace {

// A file behind a certificate that nobody vouches for.
class EncryptedFile {
public:
    EncryptedFile()
    {
        m_server.setSslConfiguration(m_material->configuration);
        QObject::connect(&m_server, &QTcpServer::pendingConnectionAvailable, &m_server, [this] {
            QTcpSocket *const peer = m_server.nextPendingConnection();
            QObject::connect(peer, &QTcpSocket::readyRead, peer, [this, peer] {
                seen += peer->readAll();
                if (seen.endsWith("\r\n\r\n")) {
                    peer->write("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\njpg");
                    peer->disconnectFromHost();
                }
            });
        });
        m_server.listen(QHostAddress::LocalHost);
    }
    QUrl url() const { return QUrl(QStringLiteral("https://localhost:%1/x?token=SECRET").arg(m_server.serverPort())); }
    QString fingerprint() const { return m_material->fingerprint; }

    QByteArray seen;

private:
    const std::shared_ptr<const TlsMaterial> m_material = testMaterial();
    QSslServer m_server;
};

}  // namespace

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
        QVERIFY(isAlreadyThere(result.error()));
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
        QVERIFY2(broken.error().message.contains(QLatin1String("4 bytes of 10 bytes")),
                 qPrintable(broken.error().message));
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

    void onlyTheNamedCertificateIsBelieved()
    {
        EncryptedFile served;
        ServerAddress server;
        server.host = served.url().host();
        server.port = static_cast<quint16>(served.url().port());
        MemoryPins pins;
        pins.setPin(server.key(), served.fingerprint());
        Download good(served.url(), target(), Overwrite::No, PinnedTls(pins, server));
        const auto fetched = resultOf(good);
        QVERIFY2(fetched.ok(), fetched.ok() ? "" : qPrintable(fetched.error().message));
        QCOMPARE(contentOf(target()), QByteArray("jpg"));
        QVERIFY(served.seen.startsWith("GET /x?token=SECRET"));
        served.seen.clear();
        for (const QString &other : {QString(64, u'0'), QString()}) {
            pins.setPin(server.key(), other);
            Download bad(served.url(), m_folder->filePath(QStringLiteral("y.mp4")), Overwrite::No,
                         PinnedTls(pins, server));
            QVERIFY(!resultOf(bad).ok());
        }
        // Nor was the token shown.
        QCOMPARE(served.seen, QByteArray());
    }

    // What the service says of its certificate counts on this host, at its own port, and over its control socket.
    void ownCertificateIsBelievedAtItsOwnPortAlone_data()
    {
        QTest::addColumn<bool>("local");
        QTest::addColumn<int>("away");
        QTest::addColumn<int>("exit");
        QTest::newRow("its own port") << true << 0 << 0;
        QTest::newRow("another port of this host") << true << 1 << 1;
        QTest::newRow("a service elsewhere") << false << 0 << 1;
    }
    void ownCertificateIsBelievedAtItsOwnPortAlone()
    {
        QFETCH(const bool, local);
        QFETCH(const int, away);
        EncryptedFile served;
        FakeService service;
        service.on(QStringLiteral("get_recording_info"), canned::recordingInfo("ended", {}, served.url()));
        QByteArray info = canned::serverInfo();
        info.replace("\"tls_fingerprint\":\"\"",
                     "\"tls_fingerprint\":\"" + served.fingerprint().toLatin1()
                         + "\",\"http_port\":" + QByteArray::number(served.url().port() + away));
        QVERIFY(info.contains("http_port"));
        service.on(QStringLiteral("get_server_info"), info);
        ProgramRun run;
        const QStringList to = local ? QStringList{"--socket", service.socketPath()}
                                     : QStringList{"--url", service.url().toString()};
        run.start(to + QStringList{"recording", "get", "x.mp4"});
        QVERIFY(run.waitForEnd());
        QVERIFY2(run.exitCode() != -1, run.err.constData());
        QTEST(run.exitCode() == 0 ? 0 : 1, "exit");
        // The token was shown to nobody else.
        QCOMPARE(served.seen.isEmpty(), run.exitCode() != 0);
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
