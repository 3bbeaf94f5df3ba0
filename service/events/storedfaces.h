#pragma once

#include <optional>

#include <QByteArray>

#include "events/event.h"
#include "storage/rows.h"

namespace cs {

// How the faces of an event stand in the log: a JSON array of {"topic", "params"}, slots as the escapes they were.
QByteArray payloadOf(const Event &event);
// The event as it was published; nothing for a payload that payloadOf() does not write.
std::optional<Event> eventOf(const StoredEvent &stored);

}  // namespace cs
