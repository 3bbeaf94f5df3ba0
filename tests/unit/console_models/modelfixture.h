#pragma once

#include "client/eventfeed.h"
#include "support/scriptedservice.h"

namespace cs {

// A signed-in session on a scripted service, and its events; new for each test.
class ModelFixture : public QObject {
    Q_OBJECT
protected:
    void setUp()
    {
        service = std::make_unique<ScriptedService>();
        service->lastSeq = 10;
        session = std::make_unique<Session>(service->transports(), scriptedOptions());
        feed = std::make_unique<EventFeed>(*session);
    }
    void tearDown()
    {
        feed.reset();
        session.reset();
        service.reset();
    }
    bool live() { return goLive(*session); }
    // Lets what was sent arrive, and models gather their changes.
    static void settle() { QTest::qWait(70); }
    static ErrorObject notFound()
    {
        return {rpccode::NotFound, QStringLiteral("not found"), {{"resource", "camera"}, {"id", "x"}}};
    }

    std::unique_ptr<ScriptedService> service;
    std::unique_ptr<Session> session;
    std::unique_ptr<EventFeed> feed;
};

// The inside of a row of get_camera_list, and of camera_status_update.
inline QByteArray cameraMembers(int number, const QByteArray &status = "CONNECTED", const QByteArray &name = "Gate")
{
    return R"("device":"camera)" + QByteArray::number(number) + R"(","status":")" + status + R"(","name":")" + name
           + R"(","resolution":"640x360","fps":25,"streams":{"rtsp":"rtsp:","hls":"http:","webrtc":"http:"},"reason":")"
           + (status == "CONNECTED" ? "" : "no picture") + '"';
}

inline QByteArray cameraList(int count)
{
    QByteArrayList rows;
    for (int i = 0; i < count; ++i)
        rows << '{' + cameraMembers(i) + '}';
    const QByteArray total = QByteArray::number(count);
    return R"({"cameras":[)" + rows.join(',') + R"(],"total":)" + total + R"(,"connected":)" + total + '}';
}

// The inside of a recording.* event.
inline QByteArray recordingMembers(int camera, const QByteArray &file, double duration = 0, qint64 size = 1000)
{
    return R"("device":"camera)" + QByteArray::number(camera) + R"(","filename":")" + file
           + R"(","session_id":"r1","duration":)" + QByteArray::number(duration) + R"(,"file_size":)"
           + QByteArray::number(size) + R"(,"cause":"")";
}

}  // namespace cs
