#include "pages/namedrecordings.h"

#include "models/cameramodel.h"
#include "models/recordingmodel.h"

namespace cs {

NamedRecordings::NamedRecordings(RecordingModel &recordings, CameraModel &cameras, QObject *parent)
    : QIdentityProxyModel(parent),
      m_recordings(recordings),
      m_cameras(cameras)
{
    setSourceModel(&recordings);
    // They may come after the recordings, and be renamed.
    connect(&cameras, &QAbstractItemModel::dataChanged, this, &NamedRecordings::refreshNames);
    connect(&cameras, &QAbstractItemModel::rowsInserted, this, &NamedRecordings::refreshNames);
    connect(&cameras, &QAbstractItemModel::rowsRemoved, this, &NamedRecordings::refreshNames);
}

NamedRecordings::~NamedRecordings() = default;

QVariant NamedRecordings::data(const QModelIndex &index, int role) const
{
    if (role == Qt::DisplayRole && index.column() == RecordingModel::Device && index.row() < m_recordings.rowCount()) {
        const auto device = m_recordings.file(index.row()).device;
        const CameraEntry *camera = device ? m_cameras.find(*device) : nullptr;
        if (camera && !camera->row.name.isEmpty())
            return camera->row.name;
    }
    return QIdentityProxyModel::data(index, role);
}

void NamedRecordings::refreshNames()
{
    if (const int count = rowCount(); count > 0)
        Q_EMIT dataChanged(index(0, RecordingModel::Device), index(count - 1, RecordingModel::Device));
}

}  // namespace cs

#include "moc_namedrecordings.cpp"
