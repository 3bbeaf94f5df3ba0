#pragma once

#include <vector>

#include <QJsonObject>
#include <QStringList>

namespace cs::api {

// One notification at run time: its method (for events that is the topic) and what its params hold.
struct NotificationDescription {
    const char *name;
    const char *summary;
    QJsonObject params;
};

// What the params of events can hold, over all topics.
const QStringList &eventMembers();

// All that the service ever sends unasked: the topics in their order, then those that need no subscription.
const std::vector<NotificationDescription> &allNotifications();

}  // namespace cs::api
