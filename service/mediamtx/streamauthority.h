#pragma once

#include <QString>

namespace cs {

// What MediaMTX asks about one new reader or publisher, as it came over the wire: hostile text.
struct StreamRequest {
    QString ip;
    QString user;
    QString password;
    // Where the protocol hands one over: RTSP's `?token=`, an HTTP bearer. HLS and WebRTC have it in `query` only.
    QString token;
    // publish, read, playback, api, metrics or pprof.
    QString action;
    QString path;
    // rtsp, rtsps, rtmp, hls, webrtc, srt, ...
    QString protocol;
    // The id of the later session in MediaMTX's lists; RTSP asks for a connection first and then for its session.
    QString id;
    // The raw query of the address, without the question mark.
    QString query;
    QString userAgent;
};

// The token of a request, wherever its protocol puts it: the field, else `token` in the query, else the password.
QString tokenOf(const StreamRequest &request);

// Decides about requests of outsiders; our own publishers and readers are recognised before it is asked.
class StreamAuthority {
public:
    virtual ~StreamAuthority() = default;
    // Called on the endpoint's thread: implementations are thread-safe and never block.
    virtual bool admit(const StreamRequest &request) = 0;
};

}  // namespace cs
