#include <atomic>

#include "support/testprogram.h"
#include "support/waitfor.h"
#include "telemetry/sparememory.h"

using namespace cs;
using namespace std::chrono_literals;

namespace {

constexpr qint64 Megabyte = 1 << 20;

// A heap of which a test says what it holds, and how much of it trimming leaves.
struct TestHeap {
    SpareMemory::Heap heap()
    {
        return {[this] {
                    ++looks;
                    return HeapFigures{(100 + spare) * Megabyte, 100 * Megabyte};
                },
                [this] {
                    ++trims;
                    spare = left.load();
                }};
    }
    // After two more looks what was set before them is known.
    void settle() const
    {
        const int now = looks;
        QTRY_VERIFY(looks >= now + 3);
    }
    std::atomic<qint64> spare = 0;
    std::atomic<qint64> left = 0;
    std::atomic<int> looks = 0;
    std::atomic<int> trims = 0;
};

}  // namespace

class TestSpareMemory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void muchSpareMemoryIsGivenBack();
    void littleIsLeftAlone();
    void whatCannotBeGivenBackIsTriedOnce();
};

void TestSpareMemory::muchSpareMemoryIsGivenBack()
{
    TestHeap heap;
    const SpareMemory memory(heap.heap(), 5ms);
    for (int rush = 1; rush <= 3; ++rush) {
        heap.spare = 200;
        QTRY_COMPARE(heap.trims.load(), rush);
        heap.settle();
        QCOMPARE(heap.trims.load(), rush);
    }
}

void TestSpareMemory::littleIsLeftAlone()
{
    TestHeap heap;
    const SpareMemory memory(heap.heap(), 5ms);
    heap.spare = 15;
    heap.settle();
    QCOMPARE(heap.trims.load(), 0);
}

void TestSpareMemory::whatCannotBeGivenBackIsTriedOnce()
{
    TestHeap heap;
    heap.left = 90;
    const SpareMemory memory(heap.heap(), 5ms);
    heap.spare = 100;
    QTRY_COMPARE(heap.trims.load(), 1);
    heap.settle();
    QCOMPARE(heap.trims.load(), 1);
    // Somebody has found a use for it since.
    heap.spare = 10;
    heap.settle();
    heap.left = 0;
    heap.spare = 100;
    QTRY_COMPARE(heap.trims.load(), 2);
}

CS_TEST(TestSpareMemory)
#include "tst_sparememory.moc"
