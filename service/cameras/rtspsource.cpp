#include "cameras/rtspsource.h"

namespace cs {

RtspSource::RtspSource(QString path, RtspAddress address) : m_path(std::move(path)), m_address(std::move(address)) {}

PathSpec RtspSource::path() const
{
    PathSpec out;
    out.name = m_path;
    out.sourceUrl = m_address.sourceUrl();
    return out;
}

}  // namespace cs

#include "moc_rtspsource.cpp"
