#pragma once

#include <optional>
#include <vector>

#include <QByteArray>
#include <QString>

#include "base/ids.h"
#include "base/time.h"
#include "json/codec.h"

namespace cs {

// Stands in a face's text, inside JSON strings, where each client's own host name goes. No JSON text holds this byte,
// so no data can be taken for it.
inline constexpr char HostSlot = '\x01';

// One event under one topic, in that topic's shape: `params` is the text of a JSON object. `seq` and `timestamp` are
// not in it; whoever sends it adds them.
struct EventFace {
    QString topic;
    QByteArray params;
};

// Something that happened, once, whatever names it is sent under. EventBus::publish() sets seq and time.
struct Event {
    qint64 seq = 0;
    QString type;
    // Only who may view this camera learns of it; events without one go to all.
    std::optional<CameraId> camera;
    std::vector<EventFace> faces;
    Timestamp time;
};

// JSON text in which U+0001 is written as an escape, as the JSON writer does, with slots in these places.
QByteArray withHostSlots(const QByteArray &json);
// The reverse: JSON text again, for storing and parsing.
QByteArray withoutHostSlots(const QByteArray &params);

// A described struct as a face; U+0001 in its strings becomes a slot.
template<class T>
EventFace makeFace(const QString &topic, const T &params)
{
    return {topic, withHostSlots(json::toJson(params))};
}

}  // namespace cs
