// Precompiled for every test program, after what is precompiled for all; a file still includes what it uses.
#pragma once

#include <QElapsedTimer>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
