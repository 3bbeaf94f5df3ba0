#include "auditchain/headfile.h"

#include "auditchain/signedtext.h"
#include "auditchain/smallfile.h"
#include "json/codec.h"

namespace cs {

Result<std::optional<SignedPoint>> HeadFile::read() const
{
    const auto bytes = readSmallFile(m_path);
    if (!bytes.ok())
        return bytes.error();
    if (!*bytes)
        return std::optional<SignedPoint>();
    const auto parsed = json::parse(**bytes);
    const auto text = parsed.ok() ? json::fromValue<SignedText>(*parsed, json::Unknown::Refuse) : parsed.error();
    auto point = text.ok() ? text->point() : std::nullopt;
    if (!point)
        return Error::internal(QStringLiteral("%1 is damaged").arg(m_path));
    return point;
}

Result<Done> HeadFile::write(const SignedPoint &head) const
{
    return writeSmallFile(m_path, json::toJson(SignedText::of(head)) + '\n', 0600);
}

}  // namespace cs
