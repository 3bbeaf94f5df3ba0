#pragma once

#include <chrono>

#include <QString>

// The lines that a terminal shows while something goes on.
namespace cs {

// "name  [#####.....]  50 %  5.0 of 10.0 MB  2.1 MB/s  0:03 left". `totalBytes` is -1 if unknown.
QString transferText(const QString &name, qint64 doneBytes, qint64 totalBytes, qint64 fetchedBytes,
                     std::chrono::milliseconds elapsed);
// "camera0  recording 0:05 of 0:10  1.2 MB". `wanted` is 0 without an end.
QString recordingText(const QString &camera, std::chrono::seconds elapsed, std::chrono::seconds wanted, qint64 bytes);

}  // namespace cs
