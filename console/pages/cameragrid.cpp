#include "pages/cameragrid.h"

#include <algorithm>

#include <QKeyEvent>
#include <QScrollBar>

#include "models/cameramodel.h"
#include "pages/camerafilter.h"
#include "pages/cameratile.h"
#include "widgets/look.h"

namespace cs {

namespace {

constexpr int MinTileWidth = 300;
constexpr int CaptionHeight = 30;

}  // namespace

CameraGrid::CameraGrid(CameraModel &cameras, CameraFilter &shown, PictureSources &sources, QWidget *parent)
    : QScrollArea(parent),
      m_cameras(cameras),
      m_shown(shown),
      m_sources(sources)
{
    setWidget(new QWidget);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Live pictures"));
    for (QTimer *timer : {&m_rebuild, &m_lookAround}) {
        timer->setSingleShot(true);
        timer->setInterval(0);
    }
    connect(&m_rebuild, &QTimer::timeout, this, &CameraGrid::rebuild);
    connect(&m_lookAround, &QTimer::timeout, this, &CameraGrid::lookAround);
    const auto rebuildSoon = [this] { m_rebuild.start(); };
    connect(&shown, &QAbstractItemModel::modelReset, this, rebuildSoon);
    connect(&shown, &QAbstractItemModel::rowsInserted, this, rebuildSoon);
    connect(&shown, &QAbstractItemModel::rowsRemoved, this, rebuildSoon);
    connect(&shown, &QAbstractItemModel::layoutChanged, this, rebuildSoon);
    connect(&cameras, &CameraModel::cameraChanged, this, &CameraGrid::refresh);
    connect(&cameras, &CameraModel::staleChanged, this, &CameraGrid::onStale);
    rebuild();
}

CameraGrid::~CameraGrid() = default;

CameraTile *CameraGrid::makeTile(CameraId device)
{
    auto *tile = new CameraTile(device, m_sources, widget());
    connect(tile, &CameraTile::focused, this, &CameraGrid::setCurrent);
    connect(tile, &CameraTile::opened, this, &CameraGrid::opened);
    tile->setVisible(true);
    return tile;
}

void CameraGrid::rebuild()
{
    std::map<CameraId, CameraTile *> kept;
    for (int row = 0; row < m_shown.rowCount(); ++row) {
        const CameraId device = m_shown.deviceAt(row);
        const auto found = m_tiles.find(device);
        CameraTile *tile = found != m_tiles.end() ? found->second : makeTile(device);
        kept.emplace(device, tile);
        // The order of focus and of screen readers is that of the children.
        tile->raise();
    }
    for (const auto &[device, tile] : m_tiles) {
        if (!kept.contains(device))
            delete tile;
    }
    m_tiles = std::move(kept);
    for (const auto &[device, tile] : m_tiles)
        refresh(device);
    setCurrent(m_tiles.contains(m_current) ? m_current : m_shown.deviceAt(0));
    arrange();
    if (m_focusWanted && !m_tiles.empty())
        takeFocus(Qt::OtherFocusReason);
}

void CameraGrid::arrange()
{
    // Room is left for the scroll bar, so that its coming does not change the width that decides about it.
    const int width = this->width() - verticalScrollBar()->sizeHint().width();
    const int gap = space::small;
    m_columns = std::max(1, (width + gap) / (MinTileWidth + gap));
    // Few cameras share the room.
    m_columns = std::max(1, std::min(m_columns, m_shown.rowCount()));
    const int tileWidth = (width - gap * (m_columns - 1)) / m_columns;
    const int fullHeight = tileWidth * 9 / 16 + CaptionHeight;
    const int tileHeight = std::max(CaptionHeight * 4, std::min(fullHeight, viewport()->height()));
    m_rowHeight = tileHeight + gap;
    for (int row = 0; row < m_shown.rowCount(); ++row) {
        const auto found = m_tiles.find(m_shown.deviceAt(row));
        if (found != m_tiles.end())
            found->second->setGeometry((row % m_columns) * (tileWidth + gap), (row / m_columns) * m_rowHeight,
                                       tileWidth, tileHeight);
    }
    const int lines = (m_shown.rowCount() + m_columns - 1) / m_columns;
    widget()->resize(width, std::max(1, lines * m_rowHeight - gap));
    verticalScrollBar()->setSingleStep(m_rowHeight / 4);
    m_lookAround.start();
}

void CameraGrid::lookAround()
{
    const QRect seen = viewport()->rect().translated(-widget()->pos());
    for (const auto &[device, tile] : m_tiles)
        tile->setInView(m_watching && isVisible() && tile->geometry().intersects(seen));
}

void CameraGrid::refresh(CameraId device)
{
    const auto found = m_tiles.find(device);
    const CameraEntry *camera = m_cameras.find(device);
    if (found != m_tiles.end() && camera)
        found->second->show(*camera, m_cameras.isStale());
}

void CameraGrid::onStale(bool stale)
{
    for (const auto &[device, tile] : m_tiles) {
        refresh(device);
        if (!stale)
            tile->retryNow();
    }
}

void CameraGrid::setWatching(bool watching)
{
    m_watching = watching;
    m_focusWanted = m_focusWanted && watching;
    m_lookAround.start();
}

void CameraGrid::setCurrent(CameraId device)
{
    for (const auto &[id, tile] : m_tiles)
        tile->setCurrent(id == device);
    if (const auto found = m_tiles.find(device); found != m_tiles.end())
        ensureWidgetVisible(found->second, 0, space::small);
    if (m_current == device)
        return;
    m_current = device;
    Q_EMIT currentChanged(device);
}

void CameraGrid::takeFocus(Qt::FocusReason reason)
{
    const auto found = m_tiles.find(m_current);
    m_focusWanted = found == m_tiles.end();
    if (!m_focusWanted)
        found->second->takeFocus(reason);
}

void CameraGrid::moveTo(int row)
{
    const CameraId device = m_shown.deviceAt(std::clamp(row, 0, std::max(0, m_shown.rowCount() - 1)));
    if (const auto found = m_tiles.find(device); found != m_tiles.end())
        found->second->takeFocus(Qt::OtherFocusReason);
}

void CameraGrid::keyPressEvent(QKeyEvent *event)
{
    const int row = std::max(0, m_shown.rowOf(m_current));
    const int page = std::max(1, viewport()->height() / m_rowHeight) * m_columns;
    switch (event->key()) {
    case Qt::Key_Left: moveTo(row - 1); break;
    case Qt::Key_Right: moveTo(row + 1); break;
    // Staying where there is none above or below keeps the column.
    case Qt::Key_Up: moveTo(row < m_columns ? row : row - m_columns); break;
    case Qt::Key_Down: moveTo(row + m_columns < m_shown.rowCount() ? row + m_columns : row); break;
    case Qt::Key_PageUp: moveTo(row - page); break;
    case Qt::Key_PageDown: moveTo(row + page); break;
    case Qt::Key_Home: moveTo(0); break;
    case Qt::Key_End: moveTo(m_shown.rowCount() - 1); break;
    default: event->ignore();
    }
}

void CameraGrid::resizeEvent(QResizeEvent *event)
{
    QScrollArea::resizeEvent(event);
    arrange();
}

void CameraGrid::showEvent(QShowEvent *event)
{
    QScrollArea::showEvent(event);
    // After the pictures' own, which ask for every frame.
    lookAround();
}

void CameraGrid::hideEvent(QHideEvent *event)
{
    QScrollArea::hideEvent(event);
    m_lookAround.start();
}

void CameraGrid::scrollContentsBy(int dx, int dy)
{
    QScrollArea::scrollContentsBy(dx, dy);
    m_lookAround.start();
}

}  // namespace cs

#include "moc_cameragrid.cpp"
