#pragma once

namespace cs {

class CameraRegistry;
class CameraViews;
class Clock;
class MethodTable;

// The methods of api/cameras.h. All references outlive the table.
void bindCameraMethods(MethodTable &table, CameraRegistry &registry, const CameraViews &views, const Clock &clock);

}  // namespace cs
