#pragma once

#include <QSortFilterProxyModel>

#include "base/ids.h"

namespace cs {

class EventLogModel;

// The part of the event log that is about one camera. Window's thread; the log outlives it.
class EventsOfCamera final : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit EventsOfCamera(EventLogModel &log, QObject *parent = nullptr);
    ~EventsOfCamera() override;

    void setCamera(CameraId device);

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    EventLogModel &m_log;
    CameraId m_device;
};

}  // namespace cs
