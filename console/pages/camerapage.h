#pragma once

#include <memory>

#include "base/ids.h"
#include "pages/page.h"

class QBoxLayout;
class QLayout;
class QTableView;

namespace cs {

class CameraActions;
class CameraCommands;
class CameraModel;
class CameraSide;
class CommandFoot;
class Commands;
class EventLogModel;
class EventsOfCamera;
class LiveView;
class PictureSources;
class PictureView;

// One camera: its live picture, how it is, what happened to it and where it can be watched. Owns the stream while it is
// shown; window's thread; what it is given outlives it.
class CameraPage final : public Page {
    Q_OBJECT
public:
    CameraPage(CameraModel &cameras, CameraActions &actions, EventLogModel &events, Commands &commands,
               PictureSources &sources, QWidget *parent = nullptr);
    ~CameraPage() override;

    QString title() const override;
    // Before enter(), or while it is shown.
    void setCamera(CameraId device);
    CameraId camera() const { return m_device; }
    void enter() override;
    void leave() override;
    void reload() override;

Q_SIGNALS:
    // Back to where it came from; also when the camera is gone.
    void left();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeHead();
    QWidget *makeBody(EventLogModel &events, CameraActions &actions);
    QLayout *makeMain(EventLogModel &events, QWidget *body);
    void refresh();
    void refreshFacts();
    void follow();
    void stop();

    CameraModel &m_cameras;
    Commands &m_commands;
    PictureSources &m_sources;
    CameraId m_device;
    CameraCommands *m_cameraCommands;
    PictureView *m_picture;
    CommandFoot *m_head = nullptr;
    QBoxLayout *m_middle = nullptr;
    CameraSide *m_side = nullptr;
    QTableView *m_eventTable = nullptr;
    EventsOfCamera *m_events = nullptr;
    std::unique_ptr<LiveView> m_live;
    bool m_entered = false;
    bool m_connected = false;
};

}  // namespace cs
