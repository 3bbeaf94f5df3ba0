#pragma once

namespace cs {

class CameraViews;
class Grants;
class MethodTable;

// The methods of api/rights.h except list_viewers; all outlive the table.
void bindRightsMethods(MethodTable &table, Grants &grants, const CameraViews &views);

}  // namespace cs
