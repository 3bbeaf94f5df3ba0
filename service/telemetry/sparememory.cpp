#include "telemetry/sparememory.h"

#include <malloc.h>

#include <QCoreApplication>
#include <QLoggingCategory>
#include <QPointer>

#include "telemetry/systemprobe.h"

namespace cs {

namespace {

Q_LOGGING_CATEGORY(lcMemory, "cs.memory")

HeapFigures figuresOfProcess()
{
    const struct mallinfo2 info = ::mallinfo2();
    return {anonymousBytes(), static_cast<qint64>(info.uordblks + info.hblkhd)};
}

}  // namespace

SpareMemory::Heap SpareMemory::Heap::ofProcess()
{
    return {&figuresOfProcess, [] { ::malloc_trim(0); }};
}

SpareMemory::SpareMemory(Heap heap, std::chrono::milliseconds lookEvery) : m_heap(std::move(heap))
{
    connect(&m_timer, &QTimer::timeout, this, &SpareMemory::look);
    m_timer.start(lookEvery);
}

SpareMemory::Outcome SpareMemory::giveBack(const Heap &heap, qint64 floor)
{
    const qint64 before = heap.look().spare();
    if (before < floor + Worthwhile)
        return {before, before};
    heap.trim();
    return {before, heap.look().spare()};
}

void SpareMemory::look()
{
    if (std::exchange(m_isLooking, true))
        return;
    const auto job = [heap = m_heap, floor = m_floor]() -> Result<Outcome> { return giveBack(heap, floor); };
    whenDone(qApp, m_worker.run<Outcome>(job), [self = QPointer<SpareMemory>(this)](const Result<Outcome> &outcome) {
        if (!self)
            return;
        self->m_isLooking = false;
        if (!outcome.ok())
            return;
        const bool hasTrimmed = outcome->before >= self->m_floor + Worthwhile;
        self->m_floor = hasTrimmed ? outcome->after : std::min(self->m_floor, outcome->before);
        if (hasTrimmed)
            qCDebug(lcMemory, "%d MB are given back", int((outcome->before - outcome->after) >> 20));
    });
}

}  // namespace cs

#include "moc_sparememory.cpp"
