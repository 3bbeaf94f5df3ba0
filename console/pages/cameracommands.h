#pragma once

#include <set>

#include <QObject>

#include "models/cameraactions.h"
#include "widgets/toast.h"

namespace cs {

class CameraModel;
class Commands;

// The commands of one camera (snapshot, recording, address of the stream), for a page that shows it: available as far as
// the camera allows, and their outcome in words. Does nothing while its page is not shown, except for what was begun
// before. Window's thread; owns nothing of what it is given.
class CameraCommands final : public QObject {
    Q_OBJECT
public:
    CameraCommands(CameraModel &cameras, CameraActions &actions, Commands &commands, QObject *parent = nullptr);
    ~CameraCommands() override;

    // Invalid: none.
    void setCamera(CameraId device);
    void setActive(bool active);

Q_SIGNALS:
    void said(const QString &text, cs::Tone tone);

private:
    using Action = CameraActions::Action;
    void refresh();
    void begin(Action action);
    // Whether it was begun here; the actions tell everybody.
    bool take(CameraId device, Action action) { return m_begun.erase({device, action}) > 0; }
    void onSnapshot(CameraId device, const api::TakeSnapshot::Reply &snapshot);
    void onStarted(CameraId device, const api::StartRecording::Reply &recording);
    void onStopped(CameraId device, const api::StopRecording::Reply &recording);
    void onFailed(CameraId device, Action action, const Error &error);
    void copyAddress();
    QString nameOf(CameraId device) const;

    CameraModel &m_cameras;
    CameraActions &m_actions;
    Commands &m_commands;
    CameraId m_device;
    std::set<std::pair<CameraId, Action>> m_begun;
    bool m_active = false;
};

}  // namespace cs
