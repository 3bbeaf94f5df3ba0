#pragma once

#include <QByteArray>
#include <QUrl>

// Results as the real service sends them. Apart from the tests, because moc loses its way in raw strings.
namespace cs::canned {

// camera0, connected, with a wide name, and camera12, disconnected, with an escape in its name.
QByteArray cameraList();
// One of an added camera2 at rtsp://h/s.
QByteArray externalStreams();
QByteArray addedStream();
QByteArray removedStream();
// s.jpg.
QByteArray snapshot(const QUrl &download);
// r0.mp4 (open), r1.mp4 and so on: `count` of `total` from `offset`.
QByteArray files(qint64 offset, qint64 count, qint64 total);
// x.mp4, 10 s.
QByteArray recordingInfo(const QByteArray &state, const QByteArray &cause, const QUrl &download);
QByteArray startedRecording();
QByteArray stoppedRecording();
QByteArray deleted(const QByteArray &file);
QByteArray serverInfo();
QByteArray systemStatus();
QByteArray health();
// Nearly full.
QByteArray storage();
QByteArray token();
QByteArray subscribed(int lastSeq);
QByteArray recordingUpdate();

}  // namespace cs::canned
