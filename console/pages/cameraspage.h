#pragma once

#include <vector>

#include "base/ids.h"
#include "pages/page.h"

class QLabel;
class QLineEdit;
class QStackedWidget;
class QTableView;

namespace cs {

class CameraActions;
class CameraCommands;
class CameraFilter;
class CameraGrid;
class CameraModel;
class CommandFoot;
class Commands;
class PictureSources;

// All cameras, as live pictures or as a table; one of them is chosen, and the commands are for that one. Window's
// thread; what it is given outlives it.
class CamerasPage final : public Page {
    Q_OBJECT
public:
    CamerasPage(CameraModel &cameras, CameraActions &actions, Commands &commands, PictureSources &sources,
                QWidget *parent = nullptr);
    ~CamerasPage() override;

    QString title() const override { return tr("Cameras"); }
    void enter() override;
    void leave() override;
    void reload() override;
    CameraId current() const;

Q_SIGNALS:
    void cameraChosen(cs::CameraId device);

private:
    QWidget *makeHead();
    void makeTable();
    void connectCommands();
    void connectCameras();
    void showAs(QWidget *view);
    CameraFilter &shownFilter() const;
    void choose(CameraId device);
    void refreshCount();
    void refreshChosen();

    CameraModel &m_cameras;
    Commands &m_commands;
    CameraFilter *m_shown;
    CameraFilter *m_sorted;
    CameraGrid *m_grid;
    QTableView *m_table;
    QStackedWidget *m_views;
    CommandFoot *m_foot;
    QLabel *m_count = nullptr;
    QLineEdit *m_find = nullptr;
    CameraCommands *m_cameraCommands;
    bool m_entered = false;
};

}  // namespace cs
