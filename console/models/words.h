#pragma once

#include <QCoreApplication>
#include <QDateTime>
#include <QString>

#include "client/credentialstore.h"
#include "client/session.h"
#include "client/trouble.h"

// What failures and states are called in the console, in the language of the person. Thread of the window.
namespace cs {

// One sentence: what failed and what to do. Never empty.
QString wordsFor(const Error &error);
QString wordsFor(Session::State state);
QString wordsFor(StoreTrouble trouble);

// 1.2 MB, in the notation of the person's locale.
QString sizeWords(qint64 bytes);
// 2:05 or 1:02:03; empty for what is negative.
QString durationWords(double seconds);
// In the time zone of this machine.
QString timeWords(Timestamp time);
QDateTime localTimeOf(Timestamp time);

}  // namespace cs
