#pragma once

#include <QByteArray>
#include <QString>

#include "base/result.h"
#include "json/fields.h"
#include "mediamtx/mediaserver.h"

namespace cs {

// The part of a path's configuration that differs between paths, under MediaMTX's names; all else is the same for all
// and stands in the start file's pathDefaults.
struct PathConfig {
    QString name;
    QString source;
    QString rtspTransport;
    bool record = false;
    QString recordPath;

    friend bool operator==(const PathConfig &, const PathConfig &) = default;
    static json::Fields fields()
    {
        using json::defaulted;
        return {defaulted("name", &PathConfig::name, "Name of the path."),
                defaulted("source", &PathConfig::source, "Where it comes from."),
                defaulted("rtspTransport", &PathConfig::rtspTransport, "How an RTSP source is pulled."),
                defaulted("record", &PathConfig::record, "Whether it is recorded."),
                defaulted("recordPath", &PathConfig::recordPath, "Where to; only with record.")};
    }
};

// Letters, digits, - and _, in parts separated by single slashes, and none of the names that mean "all others".
bool isPathName(const QString &name);

// InvalidParams for what MediaMTX would refuse or understand otherwise than meant (a name that starts with ~ is a
// regular expression there, an unknown source stops the whole start). The error repeats no address.
Result<PathConfig> toPathConfig(const PathSpec &spec);

// Whether MediaMTX's configuration of a path is the wanted one.
bool sameConfig(const PathConfig &wanted, const PathConfig &found);

// The body of a request that puts the path in place.
QByteArray toRequestBody(const PathConfig &config);

}  // namespace cs
