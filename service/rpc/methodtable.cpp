#include "rpc/methodtable.h"

#include <algorithm>

namespace cs {

void MethodTable::add(const Entry &entry)
{
    const QString name = QString::fromLatin1(entry.info.name);
    Q_ASSERT_X(!m_entries.contains(name), "MethodTable::bind", entry.info.name);
    m_entries.insert(name, entry);
    m_names.insert(std::lower_bound(m_names.begin(), m_names.end(), name), name);
}

void MethodTable::setAccess(const char *method, api::Access access)
{
    const auto it = m_entries.find(QString::fromLatin1(method));
    Q_ASSERT_X(it != m_entries.end(), "MethodTable::setAccess", method);
    it->info.access = access;
}

const MethodTable::Entry *MethodTable::find(const QString &method) const
{
    const auto it = m_entries.constFind(method);
    return it == m_entries.constEnd() ? nullptr : &it.value();
}

QStringList MethodTable::missing() const
{
    QStringList missing;
    for (const api::MethodDescription &method : api::allMethods()) {
        const QString name = QString::fromLatin1(method.info.name);
        if (!m_entries.contains(name))
            missing << name;
    }
    return missing;
}

}  // namespace cs
