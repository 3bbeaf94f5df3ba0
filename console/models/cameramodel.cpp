#include "models/cameramodel.h"

#include <algorithm>

#include "models/cameratexts.h"

namespace cs {

namespace {

// Where the camera is, or would be.
template<class Cameras>
auto placeOf(Cameras &cameras, CameraId device)
{
    return std::lower_bound(cameras.begin(), cameras.end(), device,
                            [](const CameraEntry &camera, CameraId id) { return camera.row.device < id; });
}

}  // namespace

CameraModel::CameraModel(Session &session, EventFeed &feed, QObject *parent)
    : LoadedModel(parent),
      m_reader(session, feed),
      m_viewerCount(session)
{
    connect(&m_changes, &ChangeGatherer::changed, this, &CameraModel::tellChanges);
    connect(&m_viewerCount, &ViewerCount::counted, this, &CameraModel::takeViewers);
    connect(&m_reader, &CameraReader::begun, this, [this] { setBusy(); });
    connect(&m_reader, &CameraReader::listed, this, &CameraModel::onListed);
    connect(&m_reader, &CameraReader::failed, this, [this](const Error &error) { setFailed(error); });
    connect(&m_reader, &CameraReader::changed, this, [this](const api::CameraRow &row) {
        // A camera that is not known yet comes with the list that is on its way.
        if (!m_reader.isLoading() || rowOf(row.device) >= 0)
            update(row);
    });
    connect(&m_reader, &CameraReader::removed, this, &CameraModel::onRemoved);
    connect(&m_reader, &CameraReader::recordingChanged, this, &CameraModel::setRecording);
    connect(&m_reader, &CameraReader::currentChanged, this, &CameraModel::updateStale);
    connect(&m_reader, &CameraReader::signedOut, this, &CameraModel::forgetAll);
    if (session.isLive())
        reload();
}

CameraModel::~CameraModel() = default;

void CameraModel::onListed(const std::vector<api::CameraRow> &rows)
{
    take(rows);
    setReady();
    updateStale();
    m_viewerCount.count();
}

const CameraEntry *CameraModel::find(CameraId device) const
{
    const int row = rowOf(device);
    return row < 0 ? nullptr : &entry(row);
}

int CameraModel::rowOf(CameraId device) const
{
    const auto found = placeOf(m_cameras, device);
    if (found == m_cameras.end() || found->row.device != device)
        return -1;
    return static_cast<int>(found - m_cameras.begin());
}

int CameraModel::connectedCount() const
{
    return static_cast<int>(std::count_if(m_cameras.begin(), m_cameras.end(),
                                          [](const CameraEntry &camera) { return camera.isConnected(); }));
}

int CameraModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_cameras.size());
}

int CameraModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant CameraModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    return role == StaleRole ? QVariant(m_stale) : cameraData(entry(index.row()), index.column(), role);
}

QVariant CameraModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return LoadedModel::headerData(section, orientation, role);
    return cameraColumnTitle(section);
}

QHash<int, QByteArray> CameraModel::roleNames() const
{
    auto names = LoadedModel::roleNames();
    names.insert(cameraRoleNames());
    return names;
}

// At once, however many there were.
void CameraModel::forgetAll()
{
    m_changes.forgetAll();
    beginResetModel();
    m_cameras.clear();
    endResetModel();
    setBusy();
}

// Nothing is shown as live from a loss until the missed events, or the whole list, are in.
void CameraModel::updateStale()
{
    const bool stale = !m_reader.isCurrent();
    if (std::exchange(m_stale, stale) == stale)
        return;
    if (!m_cameras.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    Q_EMIT staleChanged(stale);
}

void CameraModel::onRemoved(CameraId device)
{
    const int row = rowOf(device);
    if (row < 0)
        return;
    m_changes.forget(device);
    beginRemoveRows({}, row, row);
    m_cameras.erase(m_cameras.begin() + row);
    endRemoveRows();
    Q_EMIT cameraRemoved(device);
}

void CameraModel::take(const std::vector<api::CameraRow> &rows)
{
    if (m_cameras.empty()) {
        fill(rows);
        return;
    }
    std::set<CameraId> listed;
    for (const api::CameraRow &row : rows) {
        listed.insert(row.device);
        update(row);
    }
    std::vector<CameraId> gone;
    for (const CameraEntry &camera : m_cameras) {
        if (!listed.contains(camera.row.device))
            gone.push_back(camera.row.device);
    }
    for (const CameraId device : gone)
        onRemoved(device);
    // What is recorded now is told anew.
    for (CameraEntry &camera : m_cameras) {
        if (std::exchange(camera.recording, {}).isValid())
            m_changes.mark(camera.row.device);
    }
}

// Hundreds at once cost the views one insertion.
void CameraModel::fill(const std::vector<api::CameraRow> &rows)
{
    std::map<CameraId, api::CameraRow> sorted;
    for (const api::CameraRow &row : rows)
        sorted.emplace(row.device, row);
    if (sorted.empty())
        return;
    beginInsertRows({}, 0, static_cast<int>(sorted.size()) - 1);
    for (auto &[device, row] : sorted)
        m_cameras.push_back(CameraEntry{std::move(row), -1, {}});
    endInsertRows();
    for (const CameraEntry &camera : m_cameras)
        m_changes.mark(camera.row.device);
}

void CameraModel::update(const api::CameraRow &row)
{
    const auto place = placeOf(m_cameras, row.device);
    if (place != m_cameras.end() && place->row.device == row.device) {
        place->row = row;
    } else {
        const int at = static_cast<int>(place - m_cameras.begin());
        beginInsertRows({}, at, at);
        m_cameras.insert(place, CameraEntry{row, -1, {}});
        endInsertRows();
    }
    m_changes.mark(row.device);
}

void CameraModel::setRecording(CameraId device, const FileName &file)
{
    const int row = rowOf(device);
    if (row < 0 || entry(row).recording == file)
        return;
    m_cameras[static_cast<size_t>(row)].recording = file;
    m_changes.mark(device);
}

void CameraModel::takeViewers(const std::map<CameraId, qint64> &viewers)
{
    for (CameraEntry &camera : m_cameras) {
        const auto found = viewers.find(camera.row.device);
        const qint64 count = found == viewers.end() ? -1 : found->second;
        if (std::exchange(camera.viewers, count) != count)
            m_changes.mark(camera.row.device);
    }
}

// One dataChanged for each run of neighbours.
void CameraModel::tellChanges(const std::set<CameraId> &devices)
{
    int first = -1;
    int last = -1;
    const auto tell = [&] {
        if (first >= 0)
            Q_EMIT dataChanged(index(first, 0), index(last, ColumnCount - 1));
    };
    for (const CameraId device : devices) {
        const int row = rowOf(device);
        if (row < 0)
            continue;
        if (first >= 0 && row == last + 1) {
            last = row;
            continue;
        }
        tell();
        first = last = row;
    }
    tell();
    for (const CameraId device : devices)
        Q_EMIT cameraChanged(device);
}

}  // namespace cs

#include "moc_cameramodel.cpp"
