#include "auditchain/headfile.h"

#include "auditchain/signedtext.h"
#include "auditchain/smallfile.h"
#include "base/wholefile.h"

namespace cs {

Result<std::optional<SignedPoint>> HeadFile::read() const
{
    const auto bytes = readSmallFile(m_path);
    if (!bytes.ok())
        return bytes.error();
    if (!*bytes)
        return std::optional<SignedPoint>();
    auto point = signedPointOf(**bytes);
    if (!point)
        return Error::internal(QStringLiteral("%1 is damaged").arg(m_path));
    return point;
}

Result<Done> HeadFile::write(const SignedPoint &head) const
{
    return writeWholeFile(m_path, signedLine(head) + '\n', 0600);
}

}  // namespace cs
