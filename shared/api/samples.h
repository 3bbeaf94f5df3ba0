#pragma once

#include <QJsonObject>
#include <QJsonValue>
#include <QString>

namespace cs::api {

// A value that fits `schema` and reads like the real thing, for examples. `path` is what it is an example of: the method
// and the members down to it ("get_stream_url.streams.rtsp"); `preset` is used where no better one is known.
QJsonValue sampleOf(const QJsonObject &schema, const QString &path, const QJsonValue &preset = {});

}  // namespace cs::api
