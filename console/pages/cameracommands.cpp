#include "pages/cameracommands.h"

#include <QClipboard>
#include <QGuiApplication>

#include "actions/commands.h"
#include "models/cameramodel.h"
#include "models/words.h"

namespace cs {

CameraCommands::CameraCommands(CameraModel &cameras, CameraActions &actions, Commands &commands, QObject *parent)
    : QObject(parent),
      m_cameras(cameras),
      m_actions(actions),
      m_commands(commands)
{
    const auto on = [this](CommandId id, auto fn) {
        connect(m_commands.action(id), &QAction::triggered, this, [this, fn] {
            if (m_active && m_device.isValid())
                fn();
        });
    };
    on(CommandId::TakeSnapshot, [this] { begin(Action::Snapshot); });
    on(CommandId::StartRecording, [this] { begin(Action::StartRecording); });
    on(CommandId::StopRecording, [this] { begin(Action::StopRecording); });
    on(CommandId::CopyStreamAddress, [this] { copyAddress(); });
    connect(&actions, &CameraActions::snapshotTaken, this, &CameraCommands::onSnapshot);
    connect(&actions, &CameraActions::recordingStarted, this, &CameraCommands::onStarted);
    connect(&actions, &CameraActions::recordingStopped, this, &CameraCommands::onStopped);
    connect(&actions, &CameraActions::failed, this, &CameraCommands::onFailed);
    connect(&actions, &CameraActions::busyChanged, this, &CameraCommands::refresh);
    connect(&cameras, &CameraModel::cameraChanged, this, [this](CameraId device) {
        if (device == m_device)
            refresh();
    });
    connect(&cameras, &CameraModel::cameraRemoved, this, &CameraCommands::refresh);
    connect(&cameras, &CameraModel::staleChanged, this, &CameraCommands::refresh);
}

CameraCommands::~CameraCommands() = default;

void CameraCommands::setCamera(CameraId device)
{
    m_device = device;
    refresh();
}

void CameraCommands::setActive(bool active)
{
    // Another page may have taken the commands over already.
    if (m_active == active)
        return;
    m_active = true;
    if (!active)
        m_device = {};
    refresh();
    m_active = active;
}

void CameraCommands::refresh()
{
    if (!m_active)
        return;
    const CameraEntry *camera = m_device.isValid() ? m_cameras.find(m_device) : nullptr;
    const bool known = camera && !m_cameras.isStale();
    const bool moving = known && camera->isConnected();
    const bool busy = m_actions.isBusy(m_device, Action::StartRecording)
                      || m_actions.isBusy(m_device, Action::StopRecording);
    m_commands.setAvailable(CommandId::TakeSnapshot, moving && !m_actions.isBusy(m_device, Action::Snapshot));
    m_commands.setAvailable(CommandId::StartRecording, moving && !camera->isRecording() && !busy);
    m_commands.setAvailable(CommandId::StopRecording, known && camera->isRecording() && !busy);
    m_commands.setAvailable(CommandId::CopyStreamAddress, known);
}

void CameraCommands::begin(Action action)
{
    m_begun.emplace(m_device, action);
    switch (action) {
    case Action::Snapshot: m_actions.takeSnapshot(m_device); break;
    case Action::StartRecording: m_actions.startRecording(m_device); break;
    case Action::StopRecording: m_actions.stopRecording(m_device); break;
    }
}

void CameraCommands::onSnapshot(CameraId device, const api::TakeSnapshot::Reply &snapshot)
{
    if (take(device, Action::Snapshot))
        Q_EMIT said(
            tr("Snapshot of %1 saved: %2 (%3, %4)")
                .arg(nameOf(device), snapshot.filename.toString(), snapshot.resolution, sizeWords(snapshot.fileSize)),
            Tone::Success);
}

void CameraCommands::onStarted(CameraId device, const api::StartRecording::Reply &recording)
{
    if (take(device, Action::StartRecording))
        Q_EMIT said(tr("%1 is being recorded: %2").arg(nameOf(device), recording.filename.toString()), Tone::Success);
}

void CameraCommands::onStopped(CameraId device, const api::StopRecording::Reply &recording)
{
    if (take(device, Action::StopRecording))
        Q_EMIT said(tr("Recording of %1 saved: %2 (%3, %4)")
                        .arg(nameOf(device), recording.filename.toString(), durationWords(recording.duration),
                             sizeWords(recording.fileSize)),
                    Tone::Success);
}

void CameraCommands::onFailed(CameraId device, Action action, const Error &error)
{
    if (!take(device, action))
        return;
    QString what;
    switch (action) {
    case Action::Snapshot: what = tr("No snapshot of %1. %2"); break;
    case Action::StartRecording: what = tr("%1 is not being recorded. %2"); break;
    case Action::StopRecording: what = tr("The recording of %1 goes on. %2"); break;
    }
    Q_EMIT said(what.arg(nameOf(device), wordsFor(error)), Tone::Error);
}

void CameraCommands::copyAddress()
{
    const CameraId device = m_device;
    whenDone(this, m_actions.streamAddresses(device), [this, device](const Result<api::GetStreamUrl::Reply> &reply) {
        if (!reply.ok()) {
            Q_EMIT said(tr("No address for %1. %2").arg(nameOf(device), wordsFor(reply.error())), Tone::Error);
            return;
        }
        QGuiApplication::clipboard()->setText(reply->streamUrl);
        Q_EMIT said(tr("The RTSP address of %1 is copied. A player can start with it until %2.")
                        .arg(nameOf(device), timeWords(reply->expiresAt)),
                    Tone::Success);
    });
}

QString CameraCommands::nameOf(CameraId device) const
{
    const CameraEntry *camera = m_cameras.find(device);
    return camera && !camera->row.name.isEmpty() ? camera->row.name : device.toString();
}

}  // namespace cs

#include "moc_cameracommands.cpp"
