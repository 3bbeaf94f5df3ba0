#pragma once

#include <chrono>
#include <map>
#include <optional>

#include <QString>

#include "base/result.h"
#include "recordings/fmp4boxes.h"

namespace cs {

class FileHandle;

// What was measured in a recording's file.
struct Fmp4Facts {
    // What stands behind the last whole fragment. Cut: the beginning of one more; Foreign: bytes that are no fragment.
    enum class Tail { None, Cut, Foreign };

    std::chrono::microseconds duration{0};
    qint64 sizeBytes = 0;
    qint64 completeBytes = 0;  // up to the end of the last whole fragment
    bool hasMedia = false;     // at least one whole fragment
    bool closed = false;       // its writer has ended it: nothing is added any more
    Tail tail = Tail::None;
    // All that was seen stands where MediaMTX writes it: first the init segment, then the fragments.
    bool asOurs = false;

    // Nothing is lost with the file: it is one that MediaMTX began, and holds an init segment at most. A damaged header
    // hides a whole recording, and another program's file may have a recording's name, so what is foreign or too big for
    // an init segment is never taken for empty.
    bool surelyEmpty() const;
};

// What came of measuring a file for the last time, and what stood in its place then.
struct Fmp4Outcome {
    Result<Fmp4Facts> facts;
    bool exists = true;
    qint64 sizeBytes = 0;
};
// Looks at the file only where it could not be measured. Blocks; for workers.
Fmp4Outcome outcomeOf(const QString &path, Result<Fmp4Facts> facts);

// Measures a fragmented MP4 file (ISO/IEC 14496-12), also while it grows; hostile input. It skips over the media
// itself, so a day of video costs some hundred thousand small reads once and little afterwards. All calls block: use it
// on workers, one call at a time.
class Fmp4File {
public:
    explicit Fmp4File(QString path) : m_path(std::move(path)) {}

    // Reads on from where the last call stopped.
    Result<Fmp4Facts> update();
    // For a file that its writer left behind: cuts off what is no whole fragment and writes the duration into the
    // header, as MediaMTX does when it closes a file. A tail that cannot be a fragment in progress stays.
    Result<Fmp4Facts> repair();

private:
    struct Box {
        quint32 type = 0;
        qint64 header = 0;
        qint64 size = 0;  // with the header
    };
    enum class Step { On, Cut, Foreign };

    bool isOurs(const Box &box, bool isWhole) const;
    void lookForEnd(const FileHandle &file);
    Result<Fmp4Facts::Tail> walk(const FileHandle &file, qint64 size);
    static Step readBox(const FileHandle &file, qint64 at, qint64 size, Box &out);
    bool take(const FileHandle &file, const Box &box);
    bool takeHeader(const QByteArray &body, qint64 bodyAt);
    bool writeDuration(const FileHandle &file) const;

    QString m_path;
    qint64 m_offset = 0;  // of the next box
    qint64 m_complete = 0;
    qint64 m_boxes = 0;
    std::optional<Fmp4Header> m_header;
    qint64 m_durationAt = 0;                               // in the file
    std::optional<std::map<quint32, Fmp4Span>> m_pending;  // of a fragment whose media are not there yet
    bool m_hasMedia = false;
    bool m_closed = false;
    bool m_boxesAreOurs = true;  // the whole ones
    bool m_tailIsOurs = true;
    Fmp4Facts::Tail m_tail = Fmp4Facts::Tail::None;
};

}  // namespace cs
