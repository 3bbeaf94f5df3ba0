#pragma once

#include <sys/types.h>

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include "base/result.h"
#include "base/uniquefd.h"

namespace cs {

// A file on its way into its place, where it comes whole or not at all: until then it is written beside it under another
// name, with its own mode from the first byte on. Owns that draft, which goes away if it is not put in place. Any thread.
class WholeFile {
public:
    // The error is a sentence for the operator, as with all that follow.
    static Result<WholeFile> begin(const QString &path, mode_t mode);
    // The same below a folder that is held open, and stays so; `path` is for the messages.
    static Result<WholeFile> beginIn(int folder, const QString &name, const QString &path, mode_t mode);
    // Removes what a run that was cut short has left of such a file. True if nothing is left for certain; a folder that is
    // not there may come back with it.
    static bool discardDraft(const QString &path);
    WholeFile(WholeFile &&other) noexcept;
    WholeFile &operator=(WholeFile &&) = delete;
    ~WholeFile();

    Result<Done> write(QByteArrayView bytes);
    // Its bytes are on the disk when this returns; its name is, too, once its folder is synced. Blocks as long as the
    // disk does. Nothing may be written after it.
    Result<Done> putInPlace();

private:
    WholeFile(int folder, const QByteArray &target, QString path);
    Error failure() const;

    int m_folder;
    QByteArray m_target;
    QByteArray m_draft;
    QString m_path;
    UniqueFd m_fd;
};

// Puts a file there whole, with this mode, or leaves what stands there. Its bytes are on the disk when this returns; the
// name is, too, after syncFolderOf(). Blocks as long as the disk does. Fails with a sentence for the operator.
Result<Done> writeWholeFile(const QString &path, QByteArrayView bytes, mode_t mode);

// Returns when the names in the folder of this file are on the disk, as far as its file system can see to that.
void syncFolderOf(const QString &path);

}  // namespace cs
