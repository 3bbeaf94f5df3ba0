#pragma once

#include "mediafixture.h"
#include "recordings/recorder.h"

namespace cs {

// A recorder over MediaFixture; the test plays MediaMTX by writing into the folder.
class RecorderFixture {
public:
    void open()
    {
        m_media = std::make_unique<MediaFixture>();
        m_recorder = std::make_unique<Recorder>(m_media->server, m_media->tokens, m_media->lookup(), *m_media->library,
                                                m_media->clock);
        m_started = std::make_unique<QSignalSpy>(m_recorder.get(), &Recorder::started);
        m_ended = std::make_unique<QSignalSpy>(m_recorder.get(), &Recorder::ended);
    }
    void close()
    {
        m_recorder.reset();
        m_media.reset();
    }

    // Past the order, with the media server told and nothing on disk.
    Async<Recording> order(std::optional<std::chrono::seconds> duration = {}, quint32 camera = 0)
    {
        auto answer = m_recorder->start(CameraId(camera), duration, QStringLiteral("anna"));
        const QString path = recordingPath(CameraId(camera));
        [&] { QTRY_VERIFY(m_media->server.wanted.contains(path)); }();
        m_media->server.path(path).available = true;
        return answer;
    }
    // A recording with `fragments` on disk.
    Recording running(int fragments, std::optional<std::chrono::seconds> duration = {}, quint32 camera = 0)
    {
        const auto answer = order(duration, camera);
        m_file = m_media->beginFile(camera, SampleVideo::instance().first(fragments));
        const auto recording = m_media->answer(answer);
        return recording.ok() ? *recording : Recording{};
    }
    void closeFile() { QVERIFY(MediaFixture::closeFile(m_file, 1000)); }
    void pass(std::chrono::milliseconds time)
    {
        m_media->clock.advance(time);
        m_media->server.poll();
    }
    int filesLeft() const { return int(QDir(m_media->library->manualFolder()).entryList(QDir::Files).size()); }

    std::unique_ptr<MediaFixture> m_media;
    std::unique_ptr<Recorder> m_recorder;
    std::unique_ptr<QSignalSpy> m_started;
    std::unique_ptr<QSignalSpy> m_ended;
    QString m_file;
};

}  // namespace cs
