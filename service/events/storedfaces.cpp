#include "events/storedfaces.h"

#include "json/value.h"
#include "json/writer.h"

namespace cs {

namespace {

// As it was read, in the order it had.
void writeValue(json::Writer &writer, const json::Value &value)
{
    if (const bool *flag = value.asBool()) {
        writer.value(*flag);
    } else if (const qint64 *integer = value.asInt()) {
        writer.value(*integer);
    } else if (const double *fraction = value.asDouble()) {
        writer.value(*fraction);
    } else if (const QString *text = value.asString()) {
        writer.value(*text);
    } else if (const json::Array *array = value.asArray()) {
        writer.beginArray();
        for (const json::Value &item : *array)
            writeValue(writer, item);
        writer.endArray();
    } else if (const json::Object *object = value.asObject()) {
        writer.beginObject();
        for (const auto &[name, member] : *object) {
            writer.key(name);
            writeValue(writer, member);
        }
        writer.endObject();
    } else {
        writer.null();
    }
}

std::optional<EventFace> faceOf(const json::Value &value)
{
    const json::Value *topic = value.member(u"topic");
    const json::Value *params = value.member(u"params");
    if (!topic || !topic->asString() || !params || !params->asObject())
        return std::nullopt;
    json::Writer writer;
    writeValue(writer, *params);
    return EventFace{*topic->asString(), withHostSlots(writer.take())};
}

}  // namespace

QByteArray payloadOf(const Event &event)
{
    json::Writer writer;
    writer.beginArray();
    for (const EventFace &face : event.faces) {
        writer.beginObject();
        writer.key("topic");
        writer.value(face.topic);
        writer.key("params");
        writer.raw(withoutHostSlots(face.params));
        writer.endObject();
    }
    writer.endArray();
    return writer.take();
}

std::optional<Event> eventOf(const StoredEvent &stored)
{
    const auto payload = json::parse(stored.payload);
    if (!payload.ok() || !payload->asArray())
        return std::nullopt;
    Event event{stored.seq, stored.type, stored.camera, {}, stored.time};
    for (const json::Value &item : *payload->asArray()) {
        auto face = faceOf(item);
        if (!face)
            return std::nullopt;
        event.faces.push_back(std::move(*face));
    }
    return event;
}

}  // namespace cs
