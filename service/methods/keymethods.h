#pragma once

namespace cs {

class ApiKeys;
class CameraViews;
class MethodTable;

// The methods of api/keys.h; all outlive the table.
void bindKeyMethods(MethodTable &table, ApiKeys &keys, const CameraViews &views);

}  // namespace cs
