#pragma once

#include <chrono>
#include <functional>

#include <QObject>
#include <QTimer>

#include "base/workers.h"

namespace cs {

// Of this process, in bytes.
struct HeapFigures {
    // In memory, and no file's.
    qint64 resident = 0;
    // Allocated by somebody.
    qint64 used = 0;
    qint64 spare() const { return resident - used; }
};

// Gives memory back to the system after a rush. glibc keeps what was freed in the middle of its heaps, and there are
// several of those: what a crowd of clients once had waiting would stay with the service for ever. Service thread; a
// worker looks and gives back.
class SpareMemory : public QObject {
    Q_OBJECT
public:
    static constexpr std::chrono::seconds LookEvery{10};
    // Less than this more than could not be given back the last time is no work worth doing.
    static constexpr qint64 Worthwhile = qint64(16) << 20;

    // Both are called on a worker.
    struct Heap {
        std::function<HeapFigures()> look;
        std::function<void()> trim;
        // That of this process.
        static Heap ofProcess();
    };
    explicit SpareMemory(Heap heap = Heap::ofProcess(), std::chrono::milliseconds lookEvery = LookEvery);

private:
    struct Outcome {
        qint64 before = 0;
        qint64 after = 0;
    };
    void look();
    static Outcome giveBack(const Heap &heap, qint64 floor);

    const Heap m_heap;
    // Spare, and still there after the last time.
    qint64 m_floor = 0;
    bool m_isLooking = false;
    QTimer m_timer;
    Workers m_worker{1};
};

}  // namespace cs
