#include "cameras/unreadablesource.h"

namespace cs {

UnreadableSource::UnreadableSource(QString path, QString displayUrl)
    : m_path(std::move(path)),
      m_displayUrl(std::move(displayUrl))
{}

PathSpec UnreadableSource::path() const
{
    PathSpec out;
    out.name = m_path;
    return out;
}

QString UnreadableSource::problem() const
{
    return QStringLiteral("its stored address cannot be decrypted with this service's key: remove it and add it again");
}

}  // namespace cs

#include "moc_unreadablesource.cpp"
