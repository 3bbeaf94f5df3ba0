#pragma once

#include <QScrollArea>
#include <QTimer>

#include "base/ids.h"
#include "pages/tilelayout.h"
#include "pages/tileset.h"

namespace cs {

class CameraFilter;
class CameraModel;
class PictureSources;

// The live pictures of the cameras that a filter lets through, as many beside each other as there is room for. One of
// them is the current one, moved by the arrow keys. Only those in view, or near it, are there: hundreds of cameras cost
// no more than a screenful. Window's thread; what it is given outlives it.
class CameraGrid final : public QScrollArea {
    Q_OBJECT
public:
    CameraGrid(CameraModel &cameras, CameraFilter &shown, PictureSources &sources, QWidget *parent = nullptr);
    ~CameraGrid() override;

    // Pictures move only while somebody watches.
    void setWatching(bool watching);
    void setCurrent(CameraId device);
    CameraId current() const { return m_current; }
    // Into the current picture, or the first one as soon as there is one.
    void takeFocus(Qt::FocusReason reason);

Q_SIGNALS:
    void currentChanged(cs::CameraId device);
    void opened(cs::CameraId device);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    // All that follows a change of rows, at once for many.
    void rebuild();
    void arrange();
    // Has tiles for what is in view or near it, and for the current one; lets go of the others.
    void populate();
    void linkTabOrder(QWidget &picture);
    void lookAround();
    void scrollTo(int row);
    void refresh(CameraId device);
    void onStale(bool stale);
    void moveTo(int row);
    // True: it was not there.
    bool ensureTile(CameraId device);

    CameraModel &m_cameras;
    CameraFilter &m_shown;
    TileSet m_tiles;
    QTimer m_rebuild;
    QTimer m_lookAround;
    CameraId m_current;
    TileLayout m_layout;
    bool m_watching = false;
    bool m_focusWanted = false;
};

}  // namespace cs
