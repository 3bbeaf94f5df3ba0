#include "jose/members.h"

#include <QSet>

namespace cs {

bool hasDuplicates(const json::Object &members)
{
    QSet<QString> names;
    for (const auto &[name, value] : members) {
        if (names.contains(name))
            return true;
        names.insert(name);
    }
    return false;
}

}  // namespace cs
