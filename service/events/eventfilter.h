#pragma once

#include <map>
#include <optional>

#include <QJsonObject>
#include <QJsonValue>
#include <QStringList>

#include "base/ids.h"
#include "base/result.h"
#include "json/value.h"

namespace cs {

// The `filters` of one subscribe_events: the camera an event must be about, and members its params must have. A value.
class EventFilter {
public:
    // Lets everything pass.
    EventFilter() = default;
    // InvalidParams unless `device` is a camera id and all else are plain values of members that events can have.
    static Result<EventFilter> parse(const std::optional<QJsonObject> &filters, const QStringList &members);

    bool matches(const std::optional<CameraId> &camera, const json::Value &params) const;
    friend bool operator==(const EventFilter &, const EventFilter &) = default;

private:
    std::optional<CameraId> m_camera;
    std::map<QString, QJsonValue> m_members;
};

}  // namespace cs
