#include "cameras/unreadablesource.h"

namespace cs {

UnreadableSource::UnreadableSource(QString path, QString displayUrl, QString problem)
    : m_path(std::move(path)),
      m_displayUrl(std::move(displayUrl)),
      m_problem(std::move(problem))
{}

PathSpec UnreadableSource::path() const
{
    PathSpec out;
    out.name = m_path;
    return out;
}

}  // namespace cs

#include "moc_unreadablesource.cpp"
