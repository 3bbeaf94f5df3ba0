#pragma once

#include <optional>

#include <QString>

#include "auditchain/chainpoint.h"
#include "base/result.h"

namespace cs {

// The file that says where the chain ends, beside the database: who cuts records off has to change it too, and cannot
// sign it. Any one thread.
class HeadFile {
public:
    explicit HeadFile(QString path) : m_path(std::move(path)) {}

    const QString &path() const { return m_path; }
    // Nothing if there is no file; an error if it is none of ours or cannot be read. The signature is not checked.
    Result<std::optional<SignedPoint>> read() const;
    // The old file or the new one, whatever happens meanwhile. After a power cut it may be the old one for some seconds
    // more, which then names an earlier end: that is no damage.
    Result<Done> write(const SignedPoint &head) const;

private:
    QString m_path;
};

}  // namespace cs
