#include "pages/eventsofcamera.h"

#include "models/eventlogmodel.h"

namespace cs {

EventsOfCamera::EventsOfCamera(EventLogModel &log, QObject *parent) : QSortFilterProxyModel(parent), m_log(log)
{
    setSourceModel(&log);
}

EventsOfCamera::~EventsOfCamera() = default;

void EventsOfCamera::setCamera(CameraId device)
{
    m_device = device;
    invalidateFilter();
}

bool EventsOfCamera::filterAcceptsRow(int row, const QModelIndex &) const
{
    return m_device.isValid() && m_log.event(row).device == m_device;
}

}  // namespace cs

#include "moc_eventsofcamera.cpp"
