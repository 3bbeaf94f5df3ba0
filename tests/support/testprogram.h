#pragma once

#include <QCoreApplication>
#include <QTest>

namespace cs::test {

// Several test files in one program: building and linking them apart takes most of a cold build. Run as
// PROGRAM NAME [Qt Test arguments], where NAME is the file without its ending; each run has a process of its own.
class Registration {
public:
    using Main = int (*)(int argc, char **argv);
    // `sourceFile` is __FILE__. Before main() only.
    Registration(const char *sourceFile, Main main);
};

template<class Test>
int runTest(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    Test test;
    return QTest::qExec(&test, argc, argv);
}

}  // namespace cs::test

// At the end of a test file, in place of QTEST_GUILESS_MAIN.
#define CS_TEST(Class) static const cs::test::Registration registrationOf##Class(__FILE__, &cs::test::runTest<Class>);
// The same with a main function of the file's own.
#define CS_TEST_MAIN(function) static const cs::test::Registration registrationOf##function(__FILE__, &function);
