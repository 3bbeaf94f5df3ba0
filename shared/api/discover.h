#pragma once

#include <QByteArray>

#include "api/method.h"
#include "json/codec.h"

// The service describing its own API.
namespace cs::api {

// The text of an OpenRPC document, made once and sent as it is.
struct OpenRpcText {
    QByteArray json = "{}";
};

struct Discover {
    // Its answer is long, and anybody may ask.
    static constexpr MethodInfo info{.name = "rpc.discover",
                                     .access = Access::Public,
                                     .effect = Effect::Read,
                                     .summary = "Describes this API as an OpenRPC 1.3 document.",
                                     .cost = 20};
    using Params = Nothing;
    using Reply = OpenRpcText;
};

using DiscoverMethods = MethodList<Discover>;

}  // namespace cs::api

template<>
struct cs::json::Codec<cs::api::OpenRpcText> {
    static MaybeProblem read(const Value &value, cs::api::OpenRpcText &out, Unknown unknown)
    {
        QJsonObject document;
        auto problem = Codec<QJsonObject>::read(value, document, unknown);
        if (!problem)
            out.json = toJson(document);
        return problem;
    }
    static void write(Writer &writer, const cs::api::OpenRpcText &value) { writer.raw(value.json); }
    static QJsonObject schema() { return typeSchema("object"); }
};
