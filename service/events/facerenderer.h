#pragma once

#include <QByteArray>
#include <QHash>
#include <QString>

#include "events/event.h"
#include "json/value.h"

namespace cs {

// Makes the notifications of one face of an event during its fan-out; all clients that use the same host name share
// one frame. Service thread; the event must outlive it.
class FaceRenderer {
public:
    FaceRenderer(const Event &event, const EventFace &face);

    // Whether the face's params are the object that they must be.
    bool isValid() const { return m_params.asObject() != nullptr; }
    // As JSON, slots being U+0001.
    const json::Value &params() const { return m_params; }
    // A JSON-RPC notification; `host` goes into the slots.
    QByteArray frame(const QString &host);

private:
    QByteArray render(const QString &host) const;

    const Event &m_event;
    const EventFace &m_face;
    json::Value m_params;
    bool m_hasSlots = false;
    QHash<QString, QByteArray> m_frames;
};

}  // namespace cs
