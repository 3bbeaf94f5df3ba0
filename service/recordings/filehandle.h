#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include "base/result.h"

namespace cs {

// One open regular file, without buffers. Symbolic links, pipes and devices are refused: what stands in a media folder
// may have been put there by others. All calls block; use it on a worker.
class FileHandle {
public:
    enum class Access { Read, Write, Create };

    // Create is for files that must not exist yet, mode 0640.
    static Result<FileHandle> open(const QString &path, Access access);
    FileHandle(FileHandle &&other) noexcept;
    FileHandle &operator=(FileHandle &&) = delete;
    ~FileHandle();

    qint64 size() const;
    // At most `count` bytes; fewer at the end of the file, none on an error.
    QByteArray readAt(qint64 offset, qint64 count) const;
    bool writeAt(qint64 offset, QByteArrayView bytes) const;
    bool truncate(qint64 size) const;
    bool sync() const;

private:
    explicit FileHandle(int descriptor) : m_descriptor(descriptor) {}
    int m_descriptor;
};

// The errors of this folder: the dependency is storage, the words are of errno.
Error storageError(const QString &what, const QString &path, int errorNumber);

}  // namespace cs
