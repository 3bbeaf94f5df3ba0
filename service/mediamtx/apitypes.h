#pragma once

#include <optional>
#include <vector>

#include <QString>

#include "json/fields.h"
#include "json/value.h"
#include "mediamtx/pathconfig.h"

namespace cs {

// The answers of MediaMTX's control API (v1.19.3 to v1.20.1), as far as we read them; they may hold more.

struct MtxInfo {
    QString version;
    // Changes with every start of the server.
    QString started;
    static json::Fields fields()
    {
        return {json::field("version", &MtxInfo::version, "Version."),
                json::field("started", &MtxInfo::started, "When it was started.")};
    }
};

struct MtxCodecProps {
    qint64 width = 0;
    qint64 height = 0;
    static json::Fields fields()
    {
        return {json::defaulted("width", &MtxCodecProps::width, "Pixels."),
                json::defaulted("height", &MtxCodecProps::height, "Pixels.")};
    }
};

struct MtxTrack {
    QString codec;
    std::optional<MtxCodecProps> codecProps;
    static json::Fields fields()
    {
        return {json::defaulted("codec", &MtxTrack::codec, "Name of the codec."),
                json::field("codecProps", &MtxTrack::codecProps, "What is known of its parameters.")};
    }
};

struct MtxReader {
    QString type;
    QString id;
    static json::Fields fields()
    {
        return {json::defaulted("type", &MtxReader::type, "Kind of session."),
                json::defaulted("id", &MtxReader::id, "Id of the session.")};
    }
};

struct MtxPath {
    QString name;
    bool available = false;
    bool online = false;
    QString availableTime;
    std::vector<MtxTrack> tracks2;
    std::vector<MtxReader> readers;
    qint64 inboundBytes = 0;
    qint64 outboundBytes = 0;
    static json::Fields fields()
    {
        using json::defaulted;
        return {json::field("name", &MtxPath::name, "Name."),
                defaulted("available", &MtxPath::available, "Whether it can be read."),
                defaulted("online", &MtxPath::online, "Whether its source is there."),
                defaulted("availableTime", &MtxPath::availableTime, "Since when it can be read."),
                defaulted("tracks2", &MtxPath::tracks2, "What it carries."),
                defaulted("readers", &MtxPath::readers, "Who reads it."),
                defaulted("inboundBytes", &MtxPath::inboundBytes, "Received."),
                defaulted("outboundBytes", &MtxPath::outboundBytes, "Sent.")};
    }
};

// A session of any protocol.
struct MtxSession {
    QString id;
    static json::Fields fields() { return {json::field("id", &MtxSession::id, "Its id.")}; }
};

// One page of a list.
template<class T>
struct MtxPage {
    qint64 pageCount = 0;
    std::vector<T> items;
    static json::Fields fields()
    {
        return {json::field("pageCount", &MtxPage::pageCount, "Number of pages."),
                json::field("items", &MtxPage::items, "The items of this page.")};
    }
};

struct MtxFailure {
    QString error;
    static json::Fields fields() { return {json::defaulted("error", &MtxFailure::error, "What went wrong.")}; }
};

}  // namespace cs
