#pragma once

#include <initializer_list>

#include "actions/commandlist.h"

class QLabel;
class QWidget;

namespace cs {

class Commands;

// The lower edge of a page, made into `parent`: `chosen` says what the buttons of `ids` work on; a button that the
// person may not use is not shown.
QWidget *makeCommandFoot(QLabel &chosen, std::initializer_list<CommandId> ids, Commands &commands, QWidget *parent);

}  // namespace cs
