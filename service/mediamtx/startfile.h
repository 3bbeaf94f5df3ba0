#pragma once

#include <QByteArray>
#include <QProcessEnvironment>
#include <QString>

#include "base/result.h"
#include "base/uniquefd.h"

namespace cs {

// MediaMTX's start file. It holds the passwords of cameras, so it is on disk only sealed, as MediaMTX itself reads it
// (its "encrypted configuration": base64 of nonce and NaCl secretbox), with a key that lives in the environment of the
// one process that needs it. Service thread.
class StartFile {
public:
    // MediaMTX's name for the key in its environment.
    static constexpr const char *KeyVariable = "MTX_CONFKEY";

    explicit StartFile(const QString &folder);

    // Where what was written last can be read, as long as this object lives and writes nothing else.
    QString path() const;
    // Seals `yaml` with a new key and puts it in place whole or not at all (temporary file, fsync, rename; mode 0600;
    // a missing folder is made with 0700); on a full disk, into memory. Returns the key.
    Result<QByteArray> write(const QByteArray &yaml);
    // What MediaMTX needs in its environment to read it: this key, and nothing of our own but what a program needs, since
    // variables that begin with MTX_ or RTSP_ would override the file, and ours may hold secrets.
    static QProcessEnvironment environment(const QByteArray &key);

private:
    Result<Done> writeToDisk(const QByteArray &sealed) const;
    bool writeToMemory(const QByteArray &sealed);

    QString m_folder;
    QString m_path;
    UniqueFd m_memory;  // valid while the configuration is there and not on disk
};

// Nonce and secretbox under `key` (at most 32 bytes, padded with zeros), in base64.
QByteArray sealConfiguration(const QByteArray &yaml, const QByteArray &key);

}  // namespace cs
