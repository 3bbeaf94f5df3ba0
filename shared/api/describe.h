#pragma once

#include <vector>

#include <QJsonObject>
#include <QJsonValue>

#include "api/method.h"
#include "json/codec.h"

namespace cs::api {

// A declaration at run time: for tables over all methods.
struct MethodDescription {
    MethodInfo info;
    QJsonObject params;
    QJsonObject reply;
    // Its own ones, in the order of positional params.
    std::vector<const char *> paramNames;
    // What a freshly made Params and Reply hold: the values of absent params, and words that fit the reply's enums.
    QJsonObject paramDefaults;
    QJsonValue replyDefault;
};

// JSON that we wrote ourselves.
QJsonValue parsedJson(const QByteArray &text);

// The params' schema with what every method of its kind takes besides its own: `idempotency_key`.
QJsonObject withCommonParams(const MethodInfo &info, QJsonObject schema);

template<Method M>
MethodDescription describe()
{
    return {M::info,
            withCommonParams(M::info, json::Codec<typename M::Params>::schema()),
            json::Codec<typename M::Reply>::schema(),
            json::namesOf(json::fieldsOf<typename M::Params>()),
            parsedJson(json::toJson(typename M::Params())).toObject(),
            parsedJson(json::toJson(typename M::Reply()))};
}

// All of them, in the order of declaration.
const std::vector<MethodDescription> &allMethods();

}  // namespace cs::api
