#pragma once

namespace cs {

class AccessPolicy;
class CameraViews;
class DownloadLinks;
class MediaLibrary;
class MethodTable;
class Recorder;
class Snapshots;

// What the methods about recordings and snapshots need; all outlive the table.
struct MediaMethodParts {
    const CameraViews &views;
    const AccessPolicy &policy;
    Recorder &recorder;
    Snapshots &snapshots;
    MediaLibrary &library;
    const DownloadLinks &links;
};

// The methods of api/media.h.
void bindMediaMethods(MethodTable &table, MediaMethodParts parts);

}  // namespace cs
