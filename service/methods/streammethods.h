#pragma once

#include <chrono>

namespace cs {

class CameraViews;
class Clock;
class MediaServer;
class MethodTable;
class StartedStreams;
class StreamLinks;
class Tickets;

// What the methods about streams need; all outlive the table.
struct StreamMethodParts {
    const CameraViews &views;
    const StreamLinks &links;
    const Tickets &tickets;
    const MediaServer &server;
    StartedStreams &started;
    const Clock &clock;
    std::chrono::seconds tokenLifetime;
};

// The methods of api/streams.h.
void bindStreamMethods(MethodTable &table, StreamMethodParts parts);

}  // namespace cs
