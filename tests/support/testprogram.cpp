#include "support/testprogram.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <string>

#include <QFileInfo>

namespace cs::test {

namespace {

// Made at its first use: registrations run before main(), in any order.
std::map<std::string, Registration::Main> &registered()
{
    static std::map<std::string, Registration::Main> all;
    return all;
}

}  // namespace

Registration::Registration(const char *sourceFile, Main main)
{
    const bool fresh =
        registered().emplace(QFileInfo(QString::fromUtf8(sourceFile)).baseName().toStdString(), main).second;
    Q_ASSERT_X(fresh, sourceFile, "two tests in one file");
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
    return found->second(argc - 1, argv);
}
