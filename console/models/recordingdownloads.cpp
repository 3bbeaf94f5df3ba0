#include "models/recordingdownloads.h"

#include "client/download.h"
#include "client/session.h"
#include "models/recordingmodel.h"

namespace cs {

RecordingDownloads::RecordingDownloads(RecordingModel &recordings, const Session &session, const CertificatePins &pins,
                                       QObject *parent)
    : QObject(parent),
      m_recordings(recordings),
      m_session(session),
      m_pins(pins)
{
    connect(&session, &Session::stateChanged, this, &RecordingDownloads::onSessionState);
}

RecordingDownloads::~RecordingDownloads() = default;

std::vector<FileName> RecordingDownloads::files() const
{
    std::vector<FileName> files;
    for (const auto &[name, running] : m_running)
        files.push_back(running.file);
    return files;
}

// The next person to sign in has no part in them.
void RecordingDownloads::onSessionState()
{
    if (m_session.state() != Session::State::SignedOut)
        return;
    for (const FileName &file : files())
        cancel(file);
}

void RecordingDownloads::start(const FileName &file, const QString &target, Overwrite overwrite)
{
    if (isRunning(file))
        return;
    const quint64 number = ++m_lastNumber;
    m_running[file.toString()] = {number, file, target, overwrite, {}};
    Q_EMIT started(file);
    whenDone(this, m_recordings.downloadUrl(file),
             [this, file, number](const Result<QUrl> &address) { onAddress(file, number, address); });
}

void RecordingDownloads::onAddress(const FileName &file, quint64 number, const Result<QUrl> &address)
{
    const auto found = m_running.find(file.toString());
    // Cancelled meanwhile, and perhaps begun anew.
    if (found == m_running.end() || found->second.number != number)
        return;
    if (!address.ok()) {
        end(file, address.error());
        return;
    }
    Running &running = found->second;
    running.download = std::make_unique<Download>(*address, running.target, running.overwrite,
                                                  PinnedTls(m_pins, m_session.address()));
    const Download *download = running.download.get();
    connect(download, &Download::progressed, this,
            [this, file, download] { Q_EMIT progressed(file, download->doneBytes(), download->totalBytes()); });
    connect(download, &Download::finished, this, [this, file](const Result<Done> &result) { end(file, result); });
    running.download->start();
}

void RecordingDownloads::cancel(const FileName &file)
{
    const auto found = m_running.find(file.toString());
    if (found == m_running.end())
        return;
    if (found->second.download)
        found->second.download->cancel();
    else
        end(file, Error::cancelled());
}

void RecordingDownloads::end(const FileName &file, const Result<Done> &result)
{
    const auto found = m_running.find(file.toString());
    if (found == m_running.end())
        return;
    const QString target = found->second.target;
    // It may be the one that is telling.
    if (Download *download = found->second.download.release())
        download->deleteLater();
    m_running.erase(found);
    Q_EMIT finished(file, target, result);
}

}  // namespace cs

#include "moc_recordingdownloads.cpp"
