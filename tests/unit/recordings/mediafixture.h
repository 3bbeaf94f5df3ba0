#pragma once

#include <atomic>

#include <QSignalSpy>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include "cameras/camera.h"
#include "mediamtx/internaltokens.h"
#include "recordings/medialibrary.h"
#include "recordings/medianames.h"
#include "samplevideo.h"
#include "storage/camerastable.h"
#include "storage/recordingstable.h"
#include "storage/snapshotstable.h"
#include "support/fakemediaserver.h"
#include "support/manualclock.h"

namespace cs {

// What recordings and snapshots stand on: a real database and real folders, a media server and a clock moved by hand, a
// disk whose free space is a number. Cameras 0 and 1 are connected.
class MediaFixture {
public:
    MediaFixture()
    {
        if (!database.open(folder.filePath(QStringLiteral("service.db"))).ok())
            qFatal("no database");
        for (quint32 number : {0, 1}) {
            const QString name = QStringLiteral("camera %1").arg(number);
            (void)answer(camerasTable.addWithId(CameraId(number), QStringLiteral("test"), name, {},
                                                QStringLiteral("test"), name));
            Camera camera;
            camera.id = CameraId(number);
            camera.link = Camera::Link::Connected;
            cameras.insert(camera.id, camera);
        }
        reopenLibrary();
        server.become(MediaServer::State::Running);
    }

    // As after a restart of the service.
    void reopenLibrary()
    {
        library.reset();
        index = std::make_unique<MediaIndex>();
        MediaFolders folders;
        folders.recordings = folder.filePath(QStringLiteral("recordings"));
        folders.snapshots = folder.filePath(QStringLiteral("snapshots"));
        folders.probe = [this](const QString &) -> Result<SpaceFigures> {
            const qint64 free = freeBytes;
            return SpaceFigures{qint64(100) << 30, (qint64(100) << 30) - free, free, 0};
        };
        library = std::make_unique<MediaLibrary>(recordings, snapshots, *index, folders);
        if (!answer(library->load()).ok())
            qFatal("no library");
    }

    CameraLookup lookup()
    {
        return [this](CameraId id) { return cameras.contains(id) ? std::optional(cameras.value(id)) : std::nullopt; };
    }

    template<class T>
    static Result<T> answer(const QFuture<Result<T>> &future)
    {
        if (!QTest::qWaitFor([&] { return future.isFinished(); }, 10000))
            return Error::internal(QStringLiteral("no answer within 10 s"));
        return resultOf(future);
    }

    // What MediaMTX does when it records: a file named after the time of its first picture.
    QString beginFile(quint32 camera, const QByteArray &bytes)
    {
        const QString name = stampedName(CameraId(camera), clock.now()) + QStringLiteral(".mp4");
        const QString path = library->manualFolder() + u'/' + name;
        return writeFile(path, bytes) ? path : QString();
    }
    static bool append(const QString &path, const QByteArray &bytes)
    {
        QFile file(path);
        return file.open(QIODevice::WriteOnly | QIODevice::Append) && file.write(bytes) == bytes.size();
    }
    static bool closeFile(const QString &path, quint32 durationMs)
    {
        QFile file(path);
        QByteArray number(4, '\0');
        qToBigEndian(durationMs, number.data());
        return file.open(QIODevice::ReadWrite) && file.seek(SampleVideo::instance().durationAt())
               && file.write(number) == 4;
    }
    static FileName nameOf(const QString &path)
    {
        return FileName::parse(QFileInfo(path).fileName()).value_or(FileName());
    }
    StoredRecording rowOf(const QString &path)
    {
        const auto row = answer(recordings.byName(nameOf(path)));
        return row.ok() ? *row : StoredRecording{};
    }

    // Until it is allowed again, no row of a recording changes or goes: as on a full disk, which lets one read.
    void refuseEnds()
    {
        for (const char *change : {"update", "delete"})
            sql(QStringLiteral("create trigger no_%1 before %1 on recordings begin select raise(abort, 'full'); end")
                    .arg(QLatin1String(change)));
    }
    void allowEnds()
    {
        for (const char *change : {"update", "delete"})
            sql(QStringLiteral("drop trigger no_%1").arg(QLatin1String(change)));
    }
    void sql(const QString &text)
    {
        const auto run = [text](QSqlDatabase &db) -> Result<Done> {
            QSqlQuery query(db);
            return query.exec(text) ? Result<Done>(Done{}) : Error::internal(text);
        };
        if (!answer(database.run<Done>(run)).ok())
            qFatal("%s", qPrintable(text));
    }

    QTemporaryDir folder;
    ManualClock clock;
    InternalTokens tokens{clock};
    Database database;
    CamerasTable camerasTable{database};
    RecordingsTable recordings{database};
    SnapshotsTable snapshots{database};
    FakeMediaServer server;
    QHash<CameraId, Camera> cameras;
    std::atomic<qint64> freeBytes = qint64(50) << 30;  // read on workers
    std::unique_ptr<MediaIndex> index;
    std::unique_ptr<MediaLibrary> library;
};

}  // namespace cs
