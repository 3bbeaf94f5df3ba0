#pragma once

#include <QByteArray>
#include <QJsonObject>

namespace cs {

// The pages docs/api/methods.md and docs/api/notifications.md, from an OpenRPC document of this service.
QByteArray methodsPage(const QJsonObject &document);
QByteArray notificationsPage(const QJsonObject &document);

}  // namespace cs
