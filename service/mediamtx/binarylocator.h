#pragma once

#include <memory>
#include <optional>

#include <QObject>
#include <QString>
#include <QStringList>

#include "base/future.h"

class QProcess;

namespace cs {

// A MediaMTX program that may be run.
struct MediaMtxBinary {
    QString path;
    // "v1.20.1"
    QString version;
};

// Finds the MediaMTX program and asks it for its version. Service thread; one search at a time, and it outlives that.
class BinaryLocator : public QObject {
    Q_OBJECT
public:
    // The oldest version that has what we use.
    static constexpr int Floor[3] = {1, 19, 3};
    // What is built and tested.
    static constexpr const char *PinnedVersion = "v1.20.1";

    // Where it is looked for. An explicit path is the only one that counts; else the first that is good enough does.
    struct Places {
        QString configured;
        QString searchPath;
        QString cache;

        // `configured` as it stands in the configuration; CAMERA_SERVICE_MEDIAMTX_BINARY when that is empty, then PATH
        // and ${XDG_CACHE_HOME:-~/.cache}/camera-service/mediamtx/<pinned version>.
        static Places ofSystem(const QString &configured);
    };

    explicit BinaryLocator(Places places, QObject *parent = nullptr);
    ~BinaryLocator() override;

    // DependencyFailed with every place that was tried, what was wrong there, and what to do.
    Async<MediaMtxBinary> find();

private:
    void tryNext();
    void ask(const QString &program);
    void onAnswer(const QString &program, const QByteArray &output);
    void passOver(const QString &program, const QString &why);
    void finish(Result<MediaMtxBinary> result);

    const Places m_places;
    QStringList m_candidates;
    QStringList m_complaints;
    std::unique_ptr<QProcess> m_process;
    std::optional<Promise<MediaMtxBinary>> m_promise;
};

}  // namespace cs
