#pragma once

#include <memory>

#include <QByteArray>
#include <QString>

#include "base/result.h"

namespace cs {

enum class Overwrite { No, Yes };

// The bytes of a download that is under way, in a file beside its target, with the ETag they belong to in a second one,
// so that a later run can go on. Locked: a second download to the same target is refused. Owns the descriptor.
class PartFile {
public:
    static Result<std::unique_ptr<PartFile>> open(const QString &target);
    ~PartFile();
    PartFile(const PartFile &) = delete;
    PartFile &operator=(const PartFile &) = delete;

    qint64 size() const { return m_size; }
    // Of what is in the file already; empty: unknown, so the bytes are of no use.
    const QByteArray &etag() const { return m_etag; }
    // Forgets the bytes; those that come now belong to `etag` (empty: none, this cannot be gone on with).
    Result<Done> restart(const QByteArray &etag);
    Result<Done> append(const QByteArray &bytes);
    // Makes the bytes durable and gives them their name. What is called so already is only replaced if asked for, also
    // when it appeared meanwhile.
    Result<Done> commit(Overwrite overwrite);

private:
    PartFile(QString target, QString part, int descriptor);
    QString etagFile() const { return m_part + QLatin1String(".etag"); }
    Error failure(const QString &what) const;

    QString m_target;
    QString m_part;
    int m_descriptor;
    bool m_locked = false;
    qint64 m_size = 0;
    QByteArray m_etag;
};

// The error for a target that is there and must stay.
Error alreadyThere(const QString &target);
bool isAlreadyThere(const Error &error);

}  // namespace cs
