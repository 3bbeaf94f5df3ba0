#include "support/testprogram.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <string>

#include <QDeadlineTimer>
#include <QDir>
#include <QFileInfo>
#include <QThread>

namespace cs::test {

namespace {

// Made at its first use: registrations run before main(), in any order.
std::map<std::string, Registration::Main> &registered()
{
    static std::map<std::string, Registration::Main> all;
    return all;
}

// Qt's threads are detached: QThread::wait() returns while a thread is still freeing what it kept for itself, and
// LeakSanitizer would call that a leak. Threads of other libraries stay: no longer than half a second, then.
void awaitOtherThreads()
{
    const QDir threads(QStringLiteral("/proc/self/task"));
    for (const QDeadlineTimer deadline(500); !deadline.hasExpired(); QThread::usleep(500)) {
        if (threads.entryList(QDir::Dirs | QDir::NoDotAndDotDot).size() == 1)
            return;
    }
}

}  // namespace

Registration::Registration(const char *sourceFile, Main main)
{
    const bool fresh =
        registered().emplace(QFileInfo(QString::fromUtf8(sourceFile)).baseName().toStdString(), main).second;
    Q_ASSERT_X(fresh, sourceFile, "two tests in one file");
}

static int run(Registration::Main test, int argc, char **argv)
{
    const int failures = test(argc, argv);
    awaitOtherThreads();
    return failures;
}

}  // namespace cs::test

int main(int argc, char **argv)
{
    const auto found = argc > 1 ? cs::test::registered().find(argv[1]) : cs::test::registered().end();
    if (found == cs::test::registered().end()) {
        fprintf(stderr, "usage: %s NAME [Qt Test arguments], where NAME is one of\n", argv[0]);
        for (const auto &[name, run] : cs::test::registered())
            fprintf(stderr, "  %s\n", name.c_str());
        return 2;
    }
    // The test sees the arguments that it would have as a program of its own.
    std::rotate(argv + 1, argv + 2, argv + argc);
    argv[argc - 1] = nullptr;
    return cs::test::run(found->second, argc - 1, argv);
}
