#pragma once

#include <map>
#include <memory>
#include <vector>

#include <QObject>
#include <QUrl>

#include "base/filename.h"
#include "base/result.h"
#include "client/partfile.h"

namespace cs {

class CertificatePins;
class Download;
class RecordingModel;
class Session;

// Recordings on their way to this machine's disk, one download for each at a time; none outlasts the sign-in. Each ends in
// exactly one finished(), unless this object dies first; what is unfinished then goes on where it was, the next time.
// Lives on the session's thread; what it is given outlives it.
class RecordingDownloads final : public QObject {
    Q_OBJECT
public:
    RecordingDownloads(RecordingModel &recordings, const Session &session, const CertificatePins &pins,
                       QObject *parent = nullptr);
    ~RecordingDownloads() override;

    // Nothing if this recording is being fetched already.
    void start(const FileName &file, const QString &target, Overwrite overwrite);
    // Ends with Error::cancelled.
    void cancel(const FileName &file);
    bool isRunning(const FileName &file) const { return m_running.contains(file.toString()); }
    int running() const { return static_cast<int>(m_running.size()); }
    // By their names.
    std::vector<FileName> files() const;

Q_SIGNALS:
    void started(const cs::FileName &file);
    // `totalBytes` is -1 until it is known.
    void progressed(const cs::FileName &file, qint64 doneBytes, qint64 totalBytes);
    void finished(const cs::FileName &file, const QString &target, const cs::Result<cs::Done> &result);

private:
    struct Running {
        quint64 number = 0;
        FileName file;
        QString target;
        Overwrite overwrite = Overwrite::No;
        // None until there is an address.
        std::unique_ptr<Download> download;
    };

    void onSessionState();
    void onAddress(const FileName &file, quint64 number, const Result<QUrl> &address);
    void end(const FileName &file, const Result<Done> &result);

    RecordingModel &m_recordings;
    const Session &m_session;
    const CertificatePins &m_pins;
    std::map<QString, Running> m_running;
    quint64 m_lastNumber = 0;
};

}  // namespace cs
