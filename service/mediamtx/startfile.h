#pragma once

#include <QByteArray>
#include <QString>

#include "base/result.h"

namespace cs {

// MediaMTX's start file. It holds the passwords of cameras, so it is on disk only sealed, as MediaMTX itself reads it
// (its "encrypted configuration": base64 of nonce and NaCl secretbox), with a key that lives in the environment of the
// one process that needs it. Service thread.
class StartFile {
public:
    // MediaMTX's name for the key in its environment.
    static constexpr const char *KeyVariable = "MTX_CONFKEY";

    explicit StartFile(const QString &folder);

    const QString &path() const { return m_path; }
    // Seals `yaml` with a new key and puts it in place whole or not at all (temporary file, fsync, rename; mode 0600;
    // a missing folder is made with 0700). Returns the key.
    Result<QByteArray> write(const QByteArray &yaml);

private:
    QString m_folder;
    QString m_path;
};

// Nonce and secretbox under `key` (at most 32 bytes, padded with zeros), in base64.
QByteArray sealConfiguration(const QByteArray &yaml, const QByteArray &key);

}  // namespace cs
