#include "methods/mediaviews.h"

namespace cs {

api::RecordingFormat formatOf(const QString &format)
{
    for (const auto &[value, name] : json::EnumNames<api::RecordingFormat>::names) {
        if (format == QLatin1String(name))
            return value;
    }
    return api::RecordingFormat::Fmp4;
}

double secondsOf(std::chrono::microseconds duration)
{
    return std::chrono::duration<double>(duration).count();
}

api::StartRecording::Reply startReply(const Recording &recording)
{
    api::StartRecording::Reply reply;
    reply.device = recording.camera;
    reply.filename = recording.file;
    reply.startTime = recording.startedAt;
    reply.format = formatOf(recording.format);
    if (recording.requested)
        reply.duration = recording.requested->count();
    return reply;
}

api::StopRecording::Reply stopReply(const Recording &recording)
{
    api::StopRecording::Reply reply;
    reply.device = recording.camera;
    reply.filename = recording.file;
    reply.startTime = recording.startedAt;
    reply.endTime = recording.endedAt.value_or(recording.startedAt);
    reply.duration = secondsOf(recording.duration);
    reply.fileSize = recording.sizeBytes;
    reply.format = formatOf(recording.format);
    return reply;
}

api::MediaFile fileRow(const MediaItem &item, const QString &downloadUrl)
{
    api::MediaFile row;
    row.filename = item.file;
    row.fileSize = item.sizeBytes;
    row.modifiedTime = item.modifiedAt;
    row.downloadUrl = downloadUrl;
    row.device = item.camera;
    if (item.duration)
        row.duration = secondsOf(*item.duration);
    if (item.open)
        row.state = QStringLiteral("recording");
    return row;
}

api::RecordingStatusUpdate recordingUpdate(const Recording &recording, api::RecordingState state)
{
    return {
        recording.camera,    state,          recording.file, secondsOf(recording.duration), formatOf(recording.format),
        recording.sessionId, recording.cause};
}

}  // namespace cs
