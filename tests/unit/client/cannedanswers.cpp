#include "unit/client/cannedanswers.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace cs::canned {

namespace {

// `text` with the word URL in it replaced.
QByteArray withUrl(QByteArray text, const QUrl &url)
{
    return text.replace("URL", url.toEncoded());
}

}  // namespace

QByteArray cameraList()
{
    return R"({"cameras":[
        {"device":"camera0","status":"CONNECTED","name":"玄関","resolution":"1280x720","fps":25,"reason":"",
         "streams":{"rtsp":"rtsp://h:8554/camera0","hls":"h","webrtc":"w"}},
        {"device":"camera12","status":"DISCONNECTED","name":"\u001b[31mGate","resolution":"0x0","fps":0,
         "reason":"no bytes for 4 s","streams":{"rtsp":"rtsp://h:8554/camera12","hls":"h","webrtc":"w"}}],
        "total":2,"connected":1})";
}

QByteArray externalStreams()
{
    return R"({"external_streams":[{"url":"rtsp://h/s","type":"generic_rtsp","name":"Gate","status":"DISCOVERED",
        "discovered_at":"2026-11-23T02:21:44.912Z","last_seen":"2026-11-23T02:21:44.912Z","capabilities":{},
        "device":"camera2"}],"skydio_streams":[],"generic_streams":[],"total_count":1,
        "timestamp":"2026-11-23T02:21:44.912Z"})";
}

QByteArray addedStream()
{
    return R"({"stream_url":"rtsp://h/s","stream_name":"Gate","stream_type":"generic_rtsp","status":"ADDED",
        "timestamp":"2026-11-23T02:21:44.912Z","device":"camera2"})";
}

QByteArray removedStream()
{
    return R"({"stream_url":"rtsp://h/s","status":"REMOVED","timestamp":"2026-11-23T02:21:44.912Z"})";
}

QByteArray snapshot(const QUrl &download)
{
    return withUrl(R"({"device":"camera0","filename":"s.jpg","status":"SUCCESS","timestamp":"2026-11-23T02:21:44.912Z",
        "file_size":10,"file_path":"s.jpg","resolution":"1280x720","download_url":"URL"})",
                   download);
}

QByteArray files(qint64 offset, qint64 count, qint64 total)
{
    QJsonArray list;
    for (qint64 i = offset; i < offset + count; ++i) {
        list.append(QJsonObject{{"filename", QStringLiteral("r%1.mp4").arg(i)},
                                {"file_size", 1500},
                                {"duration", 10.04},
                                {"modified_time", "2026-11-23T02:21:44.912Z"},
                                {"download_url", "http://h/?token=SECRET"},
                                {"device", "camera0"},
                                {"state", i == 0 ? "recording" : "ended"}});
    }
    const QJsonObject page{{"files", list}, {"total", total}, {"limit", count}, {"offset", offset}};
    return QJsonDocument(page).toJson(QJsonDocument::Compact);
}

QByteArray recordingInfo(const QByteArray &state, const QByteArray &cause, const QUrl &download)
{
    QByteArray text =
        R"({"filename":"x.mp4","file_size":1500000,"duration":10.04,"created_time":"2026-11-23T02:21:44.912Z",
        "download_url":"URL","device":"camera0","state":"STATE","end_cause":CAUSE})";
    text.replace("STATE", state).replace("CAUSE", cause.isEmpty() ? QByteArray("null") : '"' + cause + '"');
    return withUrl(text, download);
}

QByteArray startedRecording()
{
    return R"({"device":"camera0","filename":"x.mp4","status":"RECORDING","start_time":"2026-11-23T02:21:44.912Z",
        "format":"fmp4"})";
}

QByteArray stoppedRecording()
{
    return R"({"device":"camera0","filename":"x.mp4","status":"STOPPED","start_time":"2026-11-23T02:21:44.912Z",
        "end_time":"2026-11-23T02:21:54.912Z","duration":10.04,"file_size":1500000,"format":"fmp4"})";
}

QByteArray deleted(const QByteArray &file)
{
    return QByteArray(R"({"filename":"FILE","deleted":true,"success":true,"message":"gone"})").replace("FILE", file);
}

QByteArray serverInfo()
{
    return R"({"name":"Camera Service","version":"0.1.0","build_date":"d","go_version":"Qt","architecture":"x",
        "capabilities":[],"supported_formats":[],"max_cameras":16,"mediamtx_version":"v1.20.1",
        "tls_fingerprint":""})";
}

QByteArray systemStatus()
{
    return R"({"status":"ready","message":"all is well","available_cameras":[],"discovery_active":false})";
}

QByteArray health()
{
    return R"({"status":"HEALTHY","uptime":3725,"version":"0.1.0",
        "components":{"websocket_server":"RUNNING","camera_monitor":"RUNNING","mediamtx":"RUNNING",
            "storage":"RUNNING"},"message":""})";
}

QByteArray storage()
{
    return R"({"total_space":2000000000,"used_space":1,"available_space":1000000000,"recordings_size":1500,
        "snapshots_size":0,"usage_percentage":50,"low_space_warning":true})";
}

QByteArray token()
{
    return R"({"token":"a.b.c","expires_at":"2030-01-01T00:00:00.000Z","of_tomorrow":1})";
}

QByteArray subscribed(int lastSeq)
{
    return R"({"subscribed":true,"topics":[],"filters":{},"epoch":"e1","resync_required":false,"last_seq":)"
           + QByteArray::number(lastSeq) + '}';
}

QByteArray recordingUpdate()
{
    return R"({"device":"camera0","status":"STOPPED","filename":"x.mp4","seq":5})";
}

}  // namespace cs::canned
