#include "events/topics.h"

#include <algorithm>
#include <string_view>

namespace cs {

namespace {

constexpr Topic placeOf(std::string_view name)
{
    for (Topic i = 0; i < api::topics.size(); ++i) {
        if (name == api::topics[i])
            return i;
    }
    return api::topics.size();
}

constexpr Topic cameraStatus = placeOf("camera_status_update");
constexpr Topic recordingStatus = placeOf("recording_status_update");
static_assert(cameraStatus < api::topics.size() && recordingStatus < api::topics.size());

Error unknownTopic(const QString &name)
{
    QStringList known;
    for (const char *topic : api::topics)
        known << QString::fromLatin1(topic);
    const QString near = json::nearest(name, known);
    return Error::invalidParam(QStringLiteral("topics"), QStringLiteral("'%1' is no topic").arg(name),
                               near.isEmpty() ? QStringLiteral("known are: %1").arg(known.join(QStringLiteral(", ")))
                                              : QStringLiteral("did you mean '%1'?").arg(near));
}

}  // namespace

std::optional<Topic> topicOf(const QString &name)
{
    const Topic topic = placeOf(name.toStdString());
    return topic < api::topics.size() ? std::optional(topic) : std::nullopt;
}

QString topicName(Topic topic)
{
    return QString::fromLatin1(api::topics[topic]);
}

Result<std::vector<Topic>> topicsOf(const std::vector<api::Text<1, 64>> &names)
{
    std::vector<Topic> topics;
    for (const auto &name : names) {
        const auto topic = topicOf(name.toString());
        if (!topic)
            return unknownTopic(name.toString());
        if (std::find(topics.begin(), topics.end(), *topic) == topics.end())
            topics.push_back(*topic);
    }
    return topics;
}

std::optional<Topic> alsoUnder(Topic topic)
{
    // One generation of clients subscribes to camera_status_update alone and counts on both.
    return topic == recordingStatus ? std::optional(cameraStatus) : std::nullopt;
}

bool tellsState(Topic topic)
{
    const std::string_view name = api::topics[topic];
    return name.ends_with("_update") || name.starts_with("mediamtx.");
}

}  // namespace cs
