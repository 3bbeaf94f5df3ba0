#pragma once

#include <QString>

#include <optional>
#include <vector>

#include "json/fields.h"
#include "json/value.h"
#include "mediamtx/pathconfig.h"

namespace cs::mtx {

// The answers of MediaMTX's control API (v1.19.3 to v1.20.1), as far as we read them; they may hold more.

struct Info {
    QString version;
    // Changes with every start of the server.
    QString started;
    static constexpr auto fields()
    {
        return std::tuple{json::field("version", &Info::version, "Version."),
                          json::field("started", &Info::started, "When it was started.")};
    }
};

struct CodecProps {
    qint64 width = 0;
    qint64 height = 0;
    static constexpr auto fields()
    {
        return std::tuple{json::defaulted("width", &CodecProps::width, "Pixels."),
                          json::defaulted("height", &CodecProps::height, "Pixels.")};
    }
};

struct Track {
    QString codec;
    std::optional<CodecProps> codecProps;
    static constexpr auto fields()
    {
        return std::tuple{json::defaulted("codec", &Track::codec, "Name of the codec."),
                          json::field("codecProps", &Track::codecProps, "What is known of its parameters.")};
    }
};

struct Reader {
    QString type;
    QString id;
    static constexpr auto fields()
    {
        return std::tuple{json::defaulted("type", &Reader::type, "Kind of session."),
                          json::defaulted("id", &Reader::id, "Id of the session.")};
    }
};

struct Path {
    QString name;
    bool available = false;
    bool online = false;
    QString availableTime;
    std::vector<Track> tracks2;
    std::vector<Reader> readers;
    qint64 inboundBytes = 0;
    qint64 outboundBytes = 0;
    static constexpr auto fields()
    {
        using json::defaulted;
        return std::tuple{json::field("name", &Path::name, "Name."),
                          defaulted("available", &Path::available, "Whether it can be read."),
                          defaulted("online", &Path::online, "Whether its source is there."),
                          defaulted("availableTime", &Path::availableTime, "Since when it can be read."),
                          defaulted("tracks2", &Path::tracks2, "What it carries."),
                          defaulted("readers", &Path::readers, "Who reads it."),
                          defaulted("inboundBytes", &Path::inboundBytes, "Received."),
                          defaulted("outboundBytes", &Path::outboundBytes, "Sent.")};
    }
};

// One page of a list.
template<class T>
struct Page {
    qint64 pageCount = 0;
    std::vector<T> items;
    static constexpr auto fields()
    {
        return std::tuple{json::field("pageCount", &Page::pageCount, "Number of pages."),
                          json::field("items", &Page::items, "The items of this page.")};
    }
};

struct Failure {
    QString error;
    static constexpr auto fields()
    {
        return std::tuple{json::defaulted("error", &Failure::error, "What went wrong.")};
    }
};

}  // namespace cs::mtx
