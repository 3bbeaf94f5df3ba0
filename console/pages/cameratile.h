#pragma once

#include <memory>

#include <QFrame>
#include <QTimer>

#include "models/cameramodel.h"
#include "widgets/picturesources.h"

class QLabel;

namespace cs {

class PictureView;

// One camera of the grid: its live picture with a line about how it is. Decodes at full rate only while it is in view,
// and lets go of the stream soon after it is not. Owns the stream; window's thread.
class CameraTile final : public QFrame {
    Q_OBJECT
public:
    // The sources outlive it.
    CameraTile(CameraId device, PictureSources &sources, QWidget *parent = nullptr);
    ~CameraTile() override;

    CameraId device() const { return m_device; }
    // What takes the focus.
    QWidget *picture() const;
    // `stale`: the camera may be otherwise by now, so nothing but its name is said of it.
    void show(const CameraEntry &camera, bool stale);
    void setInView(bool inView);
    // The one that commands are for; it alone is a stop of the Tab key.
    void setCurrent(bool current);
    void takeFocus(Qt::FocusReason reason);
    // Tries at once if it waits for another try.
    void retryNow();

Q_SIGNALS:
    void focused(cs::CameraId device);
    void opened(cs::CameraId device);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void follow();
    void stop();

    CameraId m_device;
    PictureSources &m_sources;
    PictureView *m_picture;
    QLabel *m_status;
    QLabel *m_recording;
    std::unique_ptr<LiveView> m_live;
    QTimer m_letGo;
    bool m_inView = false;
    bool m_current = false;
    bool m_connected = false;
};

}  // namespace cs
