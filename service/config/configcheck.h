#pragma once

#include <QStringList>

#include "config/config.h"

namespace cs {

// One sentence for each thing that cannot work although every key by itself can be read. Brings
// server.allowed_origins into the one form that all who compare origins expect, and makes storage.state_dir absolute.
// `refused` are the keys whose values could not be read: what they have instead says nothing about other keys.
QStringList checkConfig(Config &config, const QStringList &refused);

}  // namespace cs
