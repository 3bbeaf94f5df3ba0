#pragma once

#include <chrono>
#include <memory>
#include <optional>

#include <QUrl>

#include "video/avptr.h"
#include "video/httpfile.h"
#include "video/patience.h"
#include "video/problem.h"

namespace cs {

// The packets of the video stream behind an address. Owns FFmpeg's demuxer and what it reads from; one worker's, since its
// calls wait. The kind of the address alone decides which demuxer and which protocols may run: what a server sends cannot
// make FFmpeg open anything else.
class MediaInput {
public:
    // The patience outlives the input.
    MediaInput(Patience &patience, VideoSource::Options options);
    ~MediaInput();

    std::optional<VideoProblem> open(const QUrl &url);

    enum class Read { Packet, End, Failed };
    // The next packet of the video stream; after Failed see problem().
    Read read(AVPacket &packet);
    // Before the key frame at or before this time stamp of the stream; false: problem().
    bool seek(qint64 pts);
    const VideoProblem &problem() const { return m_problem; }

    const AVStream &stream() const { return *m_stream; }
    // From the start, of a recording.
    std::chrono::milliseconds duration() const;
    // Time from the start, rounded up: ptsOf() of it is never before `pts`.
    std::chrono::milliseconds positionOf(qint64 pts) const;
    qint64 ptsOf(std::chrono::milliseconds position) const;

private:
    std::optional<VideoProblem> openRtsp(const QUrl &url);
    std::optional<VideoProblem> openHttp(const QUrl &url);
    std::optional<VideoProblem> openDemuxer(const char *address, const char *format, AVDictionary *settings);
    std::optional<VideoProblem> findVideo();
    VideoProblem problemOf(int error) const;
    static int readBytes(void *self, uint8_t *to, int size);
    static int64_t moveTo(void *self, int64_t offset, int whence);

    Patience &m_patience;
    VideoSource::Options m_options;
    QString m_host;
    std::unique_ptr<HttpFile> m_file;
    qint64 m_filePosition = 0;
    AvOwned<AVIOContext> m_bytes;
    AvOwned<AVFormatContext> m_format;
    AVStream *m_stream = nullptr;
    qint64 m_start = 0;
    VideoProblem m_problem;
};

}  // namespace cs
