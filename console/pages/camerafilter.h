#pragma once

#include <QSortFilterProxyModel>

#include "models/cameramodel.h"

namespace cs {

// The cameras that contain what a person typed, in their name, id, state or size; sorted by the column that was chosen.
// While the connection is lost it shows of a camera only what cannot have changed. Window's thread.
class CameraFilter final : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit CameraFilter(CameraModel &cameras, QObject *parent = nullptr);
    ~CameraFilter() override;

    void setText(const QString &text);
    // Invalid: there is no such row.
    CameraId deviceAt(int row) const;
    // -1: not shown.
    int rowOf(CameraId device) const;
    QVariant data(const QModelIndex &index, int role) const override;

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    CameraModel &m_cameras;
    QString m_text;
};

}  // namespace cs
