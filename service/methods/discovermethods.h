#pragma once

#include <QString>

namespace cs {

class MethodTable;

// rpc.discover. Bind it last: the document describes what is bound by then, with the roles that hold here.
void bindDiscoverMethods(MethodTable &table, const QString &version);

}  // namespace cs
