#include "pages/cameragrid.h"

#include <algorithm>
#include <chrono>

#include <QKeyEvent>
#include <QScrollBar>

#include "models/cameramodel.h"
#include "pages/camerafilter.h"
#include "pages/cameratile.h"

namespace cs {

namespace {

// Lines that are made above and below what is in view, so that scrolling finds them there.
constexpr int LinesAhead = 1;
// Those a little further away are kept as they are, with the picture they have.
constexpr int LinesKept = 4;
// Pictures that only pass by are not opened.
constexpr std::chrono::milliseconds SettledAfter{120};

}  // namespace

CameraGrid::CameraGrid(CameraModel &cameras, CameraFilter &shown, PictureSources &sources, QWidget *parent)
    : QScrollArea(parent),
      m_cameras(cameras),
      m_shown(shown),
      m_tiles(sources)
{
    setWidget(new QWidget);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Live pictures"));
    m_rebuild.setSingleShot(true);
    m_lookAround.setSingleShot(true);
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

bool CameraGrid::ensureTile(CameraId device)
{
    if (m_tiles.find(device))
        return false;
    CameraTile *tile = m_tiles.add(device, *widget());
    connect(tile, &CameraTile::focused, this, &CameraGrid::setCurrent);
    connect(tile, &CameraTile::opened, this, &CameraGrid::opened);
    refresh(device);
    tile->setVisible(true);
    return true;
}

void CameraGrid::rebuild()
{
    arrange();
    setCurrent(m_shown.rowOf(m_current) >= 0 ? m_current : m_shown.deviceAt(0));
    if (m_focusWanted && !m_tiles.isEmpty())
        takeFocus(Qt::OtherFocusReason);
}

void CameraGrid::arrange()
{
    // Room is left for the scroll bar, so that its coming does not change the width that decides about it.
    const int width = this->width() - verticalScrollBar()->sizeHint().width();
    m_layout = TileLayout::fitting({width, viewport()->height()}, m_shown.rowCount());
    widget()->resize(width, m_layout.height(m_shown.rowCount()));
    verticalScrollBar()->setSingleStep(m_layout.lineHeight() / 4);
    populate();
    m_lookAround.start(0);
}

void CameraGrid::populate()
{
    const int firstLine = -widget()->y() / m_layout.lineHeight();
    const int lastLine = (-widget()->y() + viewport()->height() - 1) / m_layout.lineHeight();
    const bool tookFocus = m_tiles.keepOnly([&](CameraId device) {
        const int row = m_shown.rowOf(device);
        const int line = m_layout.lineOf(row);
        return row >= 0 && (device == m_current || (line >= firstLine - LinesKept && line <= lastLine + LinesKept));
    });
    // Into the one that takes its place.
    m_focusWanted = m_focusWanted || tookFocus;
    bool isNew = false;
    const int end = std::min(m_shown.rowCount(), (lastLine + LinesAhead + 1) * m_layout.columns);
    for (int row = std::max(0, firstLine - LinesAhead) * m_layout.columns; row < end; ++row)
        isNew = ensureTile(m_shown.deviceAt(row)) || isNew;
    if (m_shown.rowOf(m_current) >= 0)
        isNew = ensureTile(m_current) || isNew;
    std::map<int, CameraTile *> byRow;
    for (const auto &[device, tile] : m_tiles)
        byRow.emplace(m_shown.rowOf(device), tile);
    for (const auto &[row, tile] : byRow) {
        tile->setGeometry(m_layout.placeOf(row));
        // Screen readers take the order of the children.
        if (isNew)
            tile->raise();
    }
}

void CameraGrid::lookAround()
{
    const QRect seen = viewport()->rect().translated(-widget()->pos());
    for (const auto &[device, tile] : m_tiles)
        tile->setInView(m_watching && isVisible() && tile->geometry().intersects(seen));
}

void CameraGrid::refresh(CameraId device)
{
    CameraTile *tile = m_tiles.find(device);
    const CameraEntry *camera = tile ? m_cameras.find(device) : nullptr;
    if (camera)
        tile->show(*camera, m_cameras.isStale());
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
    m_lookAround.start(0);
}

void CameraGrid::setCurrent(CameraId device)
{
    const bool isOther = std::exchange(m_current, device) != device;
    scrollTo(m_shown.rowOf(device));
    populate();
    for (const auto &[id, tile] : m_tiles)
        tile->setCurrent(id == device);
    if (const CameraTile *tile = m_tiles.find(device))
        linkTabOrder(*tile->picture());
    if (isOther)
        Q_EMIT currentChanged(device);
}

// A tile that was made last would be the last stop of Tab in the whole window.
void CameraGrid::linkTabOrder(QWidget &picture)
{
    // Qt links only what can take the focus; this holds the place, and must not be a stop itself.
    widget()->setFocusPolicy(Qt::StrongFocus);
    setTabOrder(widget(), &picture);
    widget()->setFocusPolicy(Qt::NoFocus);
}

void CameraGrid::scrollTo(int row)
{
    if (row < 0)
        return;
    const QRect place = m_layout.placeOf(row);
    QScrollBar &bar = *verticalScrollBar();
    if (place.top() < bar.value())
        bar.setValue(place.top());
    else if (place.bottom() >= bar.value() + viewport()->height())
        bar.setValue(place.bottom() + 1 - viewport()->height());
}

void CameraGrid::takeFocus(Qt::FocusReason reason)
{
    CameraTile *tile = m_tiles.find(m_current);
    m_focusWanted = !tile;
    if (tile)
        tile->takeFocus(reason);
}

void CameraGrid::moveTo(int row)
{
    const CameraId device = m_shown.deviceAt(std::clamp(row, 0, std::max(0, m_shown.rowCount() - 1)));
    if (!device.isValid())
        return;
    setCurrent(device);
    takeFocus(Qt::OtherFocusReason);
}

void CameraGrid::keyPressEvent(QKeyEvent *event)
{
    const int row = std::max(0, m_shown.rowOf(m_current));
    const int page = std::max(1, viewport()->height() / m_layout.lineHeight()) * m_layout.columns;
    switch (event->key()) {
    case Qt::Key_Left: moveTo(row - 1); break;
    case Qt::Key_Right: moveTo(row + 1); break;
    // Staying where there is none above or below keeps the column.
    case Qt::Key_Up: moveTo(row < m_layout.columns ? row : row - m_layout.columns); break;
    case Qt::Key_Down: moveTo(row + m_layout.columns < m_shown.rowCount() ? row + m_layout.columns : row); break;
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
    m_lookAround.start(0);
}

void CameraGrid::scrollContentsBy(int dx, int dy)
{
    QScrollArea::scrollContentsBy(dx, dy);
    populate();
    m_lookAround.start(SettledAfter);
}

}  // namespace cs

#include "moc_cameragrid.cpp"
