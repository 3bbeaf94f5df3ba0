#pragma once

#include <vector>

#include <QJsonObject>

#include "api/method.h"
#include "json/codec.h"

namespace cs::api {

// A declaration at run time: for tables over all methods.
struct MethodDescription {
    MethodInfo info;
    QJsonObject params;
    QJsonObject reply;
    std::vector<const char *> paramNames;
};

template<Method M>
MethodDescription describe()
{
    return {M::info, json::Codec<typename M::Params>::schema(), json::Codec<typename M::Reply>::schema(),
            json::fieldNames<typename M::Params>()};
}

// All of them, in the order of declaration.
const std::vector<MethodDescription> &allMethods();

}  // namespace cs::api
