#pragma once

#include "recordings/recording.h"

namespace cs {

class InternalTokens;
class MediaLibrary;
class MediaServer;
class RecordingFolder;
class Workers;

// What all recordings work with; owned by others, outlives them.
struct RunTools {
    MediaServer &server;
    InternalTokens &tokens;
    const CameraLookup &cameras;
    MediaLibrary &library;
    const Clock &clock;
    Workers &workers;
    RecordingFolder &folder;
};

}  // namespace cs
