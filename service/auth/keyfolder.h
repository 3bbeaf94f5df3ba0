#pragma once

#include <optional>

#include <QByteArray>
#include <QString>

#include "base/result.h"
#include "base/uniquefd.h"

namespace cs {

// The folder of the key files, held open: what is checked is what is used. Start-up only, any thread.
class KeyFolder {
public:
    // Makes `path` (mode 0700) if it is missing. Fails with a sentence for the operator if others may enter it.
    static Result<KeyFolder> open(const QString &path);

    // The text of the file, without the line end (LF or CRLF). A missing file is made with `fresh` in it, all or
    // nothing. Fails with a sentence for the operator if others may read it, or it is not a regular file of ours.
    Result<QByteArray> readOrMake(const QString &name, const QByteArray &fresh) const;
    // The same, but a missing file stays missing: nothing.
    Result<std::optional<QByteArray>> readIfThere(const QString &name) const;
    // Writes the file, in the place of another if there is one, all or nothing.
    Result<Done> make(const QString &name, const QByteArray &text) const;

private:
    KeyFolder(QString path, UniqueFd fd) : m_path(std::move(path)), m_fd(std::move(fd)) {}
    Result<QByteArray> read(const QString &name) const;

    QString m_path;
    UniqueFd m_fd;
};

}  // namespace cs
