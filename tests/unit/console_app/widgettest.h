#pragma once

#include <QApplication>
#include <QTest>

#include "support/testprogram.h"

namespace cs::test {

template<class Test>
int runWidgetTest(int argc, char **argv)
{
    QApplication app(argc, argv);
    Test test;
    return QTest::qExec(&test, argc, argv);
}

}  // namespace cs::test

// As CS_TEST, for what needs fonts, palettes or widgets.
#define CS_WIDGET_TEST(Class)                                                                                          \
    static const cs::test::Registration registrationOf##Class(__FILE__, &cs::test::runWidgetTest<Class>);
