#include "recordings/mediaindex.h"

namespace cs {

std::optional<MediaEntry> MediaIndex::find(MediaKind kind, const FileName &name) const
{
    const QReadLocker lock(&m_lock);
    const auto found = names(kind).constFind(name.toString());
    if (found == names(kind).constEnd())
        return std::nullopt;
    return MediaEntry{found->folder + u'/' + name.toString(), found->camera, found->open};
}

bool MediaIndex::contains(MediaKind kind, const FileName &name) const
{
    const QReadLocker lock(&m_lock);
    return names(kind).contains(name.toString());
}

void MediaIndex::put(MediaKind kind, const FileName &name, const QString &folder, CameraId camera, bool open)
{
    const QWriteLocker lock(&m_lock);
    m_names[static_cast<size_t>(kind)].insert(name.toString(), {camera, open, ++m_lastNumber, folder});
}

void MediaIndex::remove(MediaKind kind, const FileName &name)
{
    const QWriteLocker lock(&m_lock);
    m_names[static_cast<size_t>(kind)].remove(name.toString());
}

qsizetype MediaIndex::size(MediaKind kind) const
{
    const QReadLocker lock(&m_lock);
    return names(kind).size();
}

MediaIndex::Comparison MediaIndex::compare(MediaKind kind, const QSet<QString> &listing, quint64 upTo) const
{
    const QReadLocker lock(&m_lock);
    Comparison out;
    for (auto one = names(kind).cbegin(); one != names(kind).cend(); ++one) {
        if (one->number > upTo)
            continue;
        if (listing.contains(one.key()))
            out.holdsOurs = true;
        else if (!one->open)
            out.missing.push_back({one.key(), one->number});
    }
    return out;
}

quint64 MediaIndex::lastNumber() const
{
    const QReadLocker lock(&m_lock);
    return m_lastNumber;
}

bool MediaIndex::holds(MediaKind kind, const Known &one) const
{
    const QReadLocker lock(&m_lock);
    const auto found = names(kind).constFind(one.name);
    return found != names(kind).constEnd() && found->number == one.number;
}

}  // namespace cs
