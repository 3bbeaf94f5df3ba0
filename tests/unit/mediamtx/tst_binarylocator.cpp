#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>

#include "mediamtx/binarylocator.h"
#include "support/mediamtxrig.h"
#include "support/processlife.h"
#include "support/testprogram.h"

using namespace cs;

class TestBinaryLocator : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void configuredOneCountsAlone()
    {
        const auto configured = program(QStringLiteral("a"), "v1.20.1");
        program(QStringLiteral("path/mediamtx"), "v1.21.0");
        const auto found = find(configured);
        QVERIFY2(found.ok(), qPrintable(messageOf(found)));
        QCOMPARE(found->path, configured);
        QCOMPARE(found->version, QStringLiteral("v1.20.1"));
    }

    void badConfiguredOneIsNotReplacedByAnother()
    {
        program(QStringLiteral("path/mediamtx"), "v1.21.0");
        const QString missing = m_folder->filePath(QStringLiteral("missing"));
        const auto found = find(missing);
        QVERIFY(!found.ok());
        QCOMPARE(found.error().code, ErrorCode::DependencyFailed);
        QVERIFY(found.error().message.contains(missing));
        QVERIFY(found.error().message.contains(QStringLiteral("mediamtx.binary")));
    }

    void pathComesBeforeTheCache()
    {
        const auto onPath = program(QStringLiteral("path/mediamtx"), "v1.19.3");
        program(QStringLiteral("cache/mediamtx"), "v1.20.1");
        const auto found = find();
        QVERIFY2(found.ok(), qPrintable(messageOf(found)));
        QCOMPARE(found->path, onPath);
    }

    void tooOldOnPathFallsBackToTheCache()
    {
        program(QStringLiteral("path/mediamtx"), "v1.19.2");
        const auto cached = program(QStringLiteral("cache/mediamtx"), "v1.20.1");
        const auto found = find();
        QVERIFY2(found.ok(), qPrintable(messageOf(found)));
        QCOMPARE(found->path, cached);
    }

    void versionsCompareByNumber_data()
    {
        QTest::addColumn<QByteArray>("version");
        QTest::addColumn<bool>("good");
        QTest::newRow("floor") << QByteArray("v1.19.3") << true;
        QTest::newRow("below") << QByteArray("v1.19.2") << false;
        QTest::newRow("nine is less than nineteen") << QByteArray("v1.9.9") << false;
        QTest::newRow("next major") << QByteArray("v2.0.0") << true;
        QTest::newRow("development") << QByteArray("v1.20.1-5-gabc") << true;
        QTest::newRow("something else") << QByteArray("ffmpeg version 5.1") << false;
        QTest::newRow("nothing") << QByteArray("") << false;
        QTest::newRow("huge") << QByteArray("v99999999999999.1.1") << false;
    }

    void versionsCompareByNumber()
    {
        QFETCH(QByteArray, version);
        QFETCH(bool, good);
        const auto found = find(program(QStringLiteral("a"), version));
        QCOMPARE(found.ok(), good);
    }

    void everyPlaceThatWasTriedIsNamed()
    {
        const auto old = program(QStringLiteral("path/mediamtx"), "v1.0.0");
        const auto found = find();
        QVERIFY(!found.ok());
        QVERIFY(found.error().message.contains(old + QStringLiteral(" is v1.0.0, which is too old")));
        QVERIFY(found.error().message.contains(m_folder->filePath(QStringLiteral("cache/mediamtx"))));
        QVERIFY(found.error().message.contains(QStringLiteral("v1.19.3")));
    }

    void secretsOfOurEnvironmentAreNotHandedOn()
    {
        qputenv("CAMERA_SERVICE_AUTH_JWT_SECRET", "geheim");
        const auto restore = qScopeGuard([] { qunsetenv("CAMERA_SERVICE_AUTH_JWT_SECRET"); });
        const QString path = m_folder->filePath(QStringLiteral("curious"));
        const QString seen = m_folder->filePath(QStringLiteral("seen"));
        write(path, "#!/bin/sh\nenv > '" + seen.toLocal8Bit() + "'\necho v1.20.1\n");
        QVERIFY(find(path).ok());
        QFile file(seen);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray environment = file.readAll();
        QVERIFY(environment.contains("PATH="));
        QVERIFY(!environment.contains("geheim") && !environment.contains("CAMERA_SERVICE_"));
    }

    void programsThatFailAreNoMediaMtx()
    {
        const QString path = m_folder->filePath(QStringLiteral("fails"));
        write(path, "#!/bin/sh\necho v1.20.1\nexit 3\n");
        QVERIFY(!find(path).ok());
        write(path, "#!/nowhere\n");
        QVERIFY(!find(path).ok());
    }

    void whatIsAskedEndsWithWhoAsks()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral("QProcess")));
        const QString path = m_folder->filePath(QStringLiteral("slow"));
        const QString asked = m_folder->filePath(QStringLiteral("asked"));
        write(path, "#!/bin/sh\necho $$ > '" + asked.toLocal8Bit() + ".new'; mv '" + asked.toLocal8Bit() + ".new' '"
                        + asked.toLocal8Bit() + "'\nexec sleep 60\n");
        auto locator = std::make_unique<BinaryLocator>(BinaryLocator::Places{path, {}, {}});
        (void)locator->find();
        QTRY_VERIFY(QFile::exists(asked));
        QFile file(asked);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const qint64 pid = file.readAll().trimmed().toLongLong();
        QVERIFY(isAlive(pid));
        locator.reset();
        QVERIFY(!isAlive(pid));
    }

private:
    Result<MediaMtxBinary> find(const QString &configured = {})
    {
        BinaryLocator locator({configured, m_folder->filePath(QStringLiteral("path")),
                               m_folder->filePath(QStringLiteral("cache/mediamtx"))});
        return waitFor(locator.find());
    }
    static QString messageOf(const Result<MediaMtxBinary> &found)
    {
        return found.ok() ? QString() : found.error().message;
    }

    QString program(const QString &name, const QByteArray &version)
    {
        const QString path = m_folder->filePath(name);
        QDir().mkpath(QFileInfo(path).path());
        write(path, "#!/bin/sh\n[ \"$1\" = --version ] && printf '%s\\n' '" + version + "'\n");
        return path;
    }

    static void write(const QString &path, const QByteArray &content)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

CS_TEST(TestBinaryLocator)
#include "tst_binarylocator.moc"
