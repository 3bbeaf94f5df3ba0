#include "events/eventgap.h"

#include <algorithm>
#include <utility>

#include <QPointer>

#include "events/eventnumbers.h"

namespace cs {

namespace {

constexpr char gapKey[] = "event_seq_gap";

}  // namespace

Async<Done> EventGap::load()
{
    const QPointer<EventGap> self(this);
    return andThen(&m_database, m_meta.get(QString::fromLatin1(gapKey)),
                   [self](const std::optional<QString> &text) -> Result<Done> {
                       if (!self)
                           return Error::cancelled();
                       self->m_end = EventNumbers::bounded(text.value_or(QString()).toLongLong());
                       return Done{};
                   });
}

void EventGap::extend(qint64 end)
{
    if (end <= m_end)
        return;
    m_end = end;
    m_isWritten = false;
}

void EventGap::write()
{
    if (std::exchange(m_isWritten, true))
        return;
    const QPointer<EventGap> self(this);
    whenDone(&m_database, m_meta.set(QString::fromLatin1(gapKey), QString::number(m_end)),
             [self](const Result<Done> &result) {
                 // The next events that can be stored bring the next try.
                 if (self && !result.ok())
                     self->m_isWritten = false;
             });
}

}  // namespace cs

#include "moc_eventgap.cpp"
