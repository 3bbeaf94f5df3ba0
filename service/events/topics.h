#pragma once

#include <optional>
#include <vector>

#include <QString>

#include "api/events.h"
#include "base/result.h"

namespace cs {

// A topic by its place in api::topics.
using Topic = size_t;

std::optional<Topic> topicOf(const QString &name);
QString topicName(Topic topic);
// The topics of these names, each once, in the order given. InvalidParams for an unknown one, with the nearest.
Result<std::vector<Topic>> topicsOf(const std::vector<api::Text<1, 64>> &names);

// Who subscribed to this other topic gets the events of `topic` too.
std::optional<Topic> alsoUnder(Topic topic);
// Whether each event of the topic says how something is, so that the newest one makes those before it needless.
bool tellsState(Topic topic);

}  // namespace cs
