#pragma once

#include <QTimer>
#include <QWidget>

#include "models/recordingmodel.h"
#include "widgets/wraprow.h"

class QCheckBox;
class QComboBox;
class QDateEdit;

namespace cs {

class CameraModel;

// Which recordings are listed: of which camera, of which day. Window's thread; the cameras outlive it.
class RecordingFilterBar final : public QWidget {
    Q_OBJECT
public:
    explicit RecordingFilterBar(CameraModel &cameras, QWidget *parent = nullptr);
    ~RecordingFilterBar() override;

    RecordingFilter filter() const;
    // Tells nobody unless it is another one.
    void setFilter(const RecordingFilter &filter);
    // Something that belongs beside the filters.
    void add(QWidget *widget) { m_row->add(widget); }

Q_SIGNALS:
    void filterChanged(const cs::RecordingFilter &filter);

private:
    // Names and cameras may have changed; the choice stays, also of a camera that is gone, whose recordings are not.
    void fillCameras();
    void tell();

    CameraModel &m_cameras;
    WrapRow *m_row;
    QComboBox *m_camera;
    QCheckBox *m_byDay;
    QDateEdit *m_day;
    RecordingFilter m_told;
    QTimer m_fill;
};

}  // namespace cs
