#include "api/describe.h"

#include "api/allmethods.h"

namespace cs::api {

QJsonValue parsedJson(const QByteArray &text)
{
    const auto value = json::parse(text);
    return value.ok() ? json::toQJson(*value) : QJsonValue();
}

QJsonObject withCommonParams(const MethodInfo &info, QJsonObject schema)
{
    if (!takesIdempotencyKey(info))
        return schema;
    QJsonObject properties = schema.value("properties").toObject();
    QJsonObject key = json::Codec<IdempotencyKey>::schema();
    key.insert("description", "a name for this call of the client's choosing: a repetition with the same key and the "
                              "same params within 24 hours has no further effect and gets the same answer");
    properties.insert("idempotency_key", key);
    schema.insert("properties", properties);
    return schema;
}

const std::vector<MethodDescription> &allMethods()
{
    static const std::vector<MethodDescription> all = [] {
        std::vector<MethodDescription> list;
        AllMethods::forEach([&list]<Method M>() { list.push_back(describe<M>()); });
        return list;
    }();
    return all;
}

}  // namespace cs::api
