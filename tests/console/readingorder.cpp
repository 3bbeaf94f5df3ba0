#include "console/readingorder.h"

#include <algorithm>

namespace cs {

namespace {

struct Stop {
    QWidget *control;
    // From the window down to the control.
    QList<QWidget *> path;
    QRect place;
};

Stop stopOf(QWidget *control)
{
    Stop stop{control, {}, QRect(control->mapToGlobal(QPoint(0, 0)), control->size())};
    for (QWidget *part = control; part; part = part->isWindow() ? nullptr : part->parentWidget())
        stop.path.prepend(part);
    return stop;
}

// Whether they stand in the same row: at least half of the lower one beside the other.
bool inOneRow(const QRect &a, const QRect &b)
{
    const int common = std::min(a.bottom(), b.bottom()) - std::max(a.top(), b.top()) + 1;
    return common * 2 >= std::min(a.height(), b.height());
}

bool isRightOf(const QRect &next, const QRect &before)
{
    return next.left() >= before.right();
}

// `earlier`: all that was read so far, `before` its last.
bool follows(const QRect &next, const QRect &before, const QList<QRect> &earlier)
{
    if (inOneRow(next, before))
        return isRightOf(next, before);
    if (next.top() > before.top())
        return true;
    // A column of its own, to the right of whatever reaches down beside it.
    return std::all_of(earlier.begin(), earlier.end(),
                       [&next](const QRect &place) { return place.bottom() <= next.top() || isRightOf(next, place); });
}

// One way round, looked at container by container.
class Round {
public:
    explicit Round(QList<Stop> stops) : m_stops(std::move(stops)) { check(0, m_stops.size(), 0); }
    const QStringList &findings() const { return m_findings; }

private:
    struct Group {
        QWidget *part;
        qsizetype begin;
        qsizetype end;
        QRect place;
    };

    QList<Group> groups(qsizetype begin, qsizetype end, qsizetype depth) const
    {
        QList<Group> found;
        for (qsizetype at = begin; at < end; ++at) {
            const Stop &stop = m_stops[at];
            QWidget *part = stop.path.value(depth, stop.control);
            if (found.isEmpty() || found.last().part != part)
                found.append({part, at, at, {}});
            found.last().end = at + 1;
            found.last().place |= stop.place;
        }
        return found;
    }

    void check(qsizetype begin, qsizetype end, qsizetype depth)
    {
        const QList<Group> parts = groups(begin, end, depth);
        QList<QRect> earlier;
        for (qsizetype i = 0; i < parts.size(); ++i) {
            const auto same = [&](const Group &other) { return other.part == parts[i].part; };
            if (std::any_of(parts.begin(), parts.begin() + i, same))
                complain(parts[i], QStringLiteral("comes back to what was left"));
            else if (i > 0 && !follows(parts[i].place, parts[i - 1].place, earlier))
                complain(parts[i], QStringLiteral("against the order of reading"));
            earlier << parts[i].place;
            if (parts[i].end - parts[i].begin > 1)
                check(parts[i].begin, parts[i].end, depth + 1);
        }
    }

    void complain(const Group &group, const QString &what)
    {
        m_findings << QStringLiteral("%1: %2 after %3")
                          .arg(what, wordsOf(m_stops[group.begin].control), wordsOf(m_stops[group.begin - 1].control));
    }

    QList<Stop> m_stops;
    QStringList m_findings;
};

}  // namespace

QStringList againstReadingOrder(const QList<QWidget *> &stops)
{
    QList<Stop> round;
    for (QWidget *stop : stops)
        round.append(stopOf(stop));
    // Tab began somewhere in the middle: the round is what begins where it reads best.
    QStringList best;
    for (qsizetype start = 0; start < round.size(); ++start) {
        const QStringList findings = Round(round).findings();
        if (start == 0 || findings.size() < best.size())
            best = findings;
        round.append(round.takeFirst());
    }
    return best;
}

QString wordsOf(const QWidget *control)
{
    const QString name = control->accessibleName().isEmpty() ? control->objectName() : control->accessibleName();
    const QPoint at = control->mapTo(control->window(), QPoint(0, 0));
    return QStringLiteral("'%1' (%2 at %3,%4)")
        .arg(name, QString::fromLatin1(control->metaObject()->className()))
        .arg(at.x())
        .arg(at.y());
}

}  // namespace cs
