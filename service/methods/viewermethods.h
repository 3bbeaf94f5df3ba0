#pragma once

namespace cs {

class MethodTable;
class Viewers;

// list_viewers of api/rights.h; `viewers` outlives the table.
void bindViewerMethods(MethodTable &table, const Viewers &viewers);

}  // namespace cs
