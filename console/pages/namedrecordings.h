#pragma once

#include <QIdentityProxyModel>

namespace cs {

class CameraModel;
class RecordingModel;

// The recordings with the names of their cameras, as people know them, in place of ids; a camera that is gone keeps its
// id. Window's thread; both models outlive it.
class NamedRecordings final : public QIdentityProxyModel {
    Q_OBJECT
public:
    NamedRecordings(RecordingModel &recordings, CameraModel &cameras, QObject *parent = nullptr);
    ~NamedRecordings() override;

    QVariant data(const QModelIndex &index, int role) const override;

private:
    void refreshNames();

    RecordingModel &m_recordings;
    CameraModel &m_cameras;
};

}  // namespace cs
