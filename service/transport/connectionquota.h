#pragma once

#include <memory>
#include <optional>

#include <QHash>
#include <QString>

namespace cs {

// Counts the connections there are, in all and by party. Front thread only.
class ConnectionQuota {
    struct Counts {
        int total = 0;
        QHash<QString, int> byParty;
    };

public:
    // One counted connection; given back when destroyed. Move-only.
    class Place {
    public:
        Place(std::shared_ptr<Counts> counts, QString party);
        Place(Place &&) noexcept = default;
        Place &operator=(Place &&) = delete;
        ~Place();

    private:
        std::shared_ptr<Counts> m_counts;
        // Empty for this host, which only counts in all.
        QString m_party;
    };

    ConnectionQuota(int maxTotal, int maxPerParty) : m_maxTotal(maxTotal), m_maxPerParty(maxPerParty) {}

    // Nothing if there are too many already.
    std::optional<Place> take(const QString &address);
    int total() const { return m_counts->total; }

private:
    const int m_maxTotal;
    const int m_maxPerParty;
    std::shared_ptr<Counts> m_counts = std::make_shared<Counts>();
};

}  // namespace cs
