#include "events/facerenderer.h"

#include "json/writer.h"

namespace cs {

namespace {

// As it stands between the quotes of a JSON text; hosts come from request heads.
QByteArray escaped(const QString &host)
{
    json::Writer writer;
    writer.value(host);
    return writer.bytes().sliced(1, writer.bytes().size() - 2);
}

}  // namespace

FaceRenderer::FaceRenderer(const Event &event, const EventFace &face)
    : m_event(event),
      m_face(face),
      m_hasSlots(face.params.contains(HostSlot))
{
    auto parsed = json::parse(withoutHostSlots(face.params));
    if (parsed.ok())
        m_params = std::move(parsed).value();
}

QByteArray FaceRenderer::frame(const QString &host)
{
    // A peer of the control socket has no host name: it is on this machine.
    const QString key = !m_hasSlots ? QString() : host.isEmpty() ? QStringLiteral("localhost") : host;
    auto known = m_frames.constFind(key);
    if (known == m_frames.constEnd())
        known = m_frames.insert(key, render(key));
    return *known;
}

QByteArray FaceRenderer::render(const QString &host) const
{
    QByteArray params = m_face.params.trimmed();
    if (m_hasSlots)
        params.replace(QByteArrayView(&HostSlot, 1), escaped(host));
    json::Writer writer;
    writer.beginObject();
    writer.key("jsonrpc");
    writer.value(QStringLiteral("2.0"));
    writer.key("method");
    writer.value(m_face.topic);
    writer.key("params");
    // Into the object that is there already: up to its last brace, then the two members that all events have.
    json::Writer added;
    added.beginObject();
    if (!m_params.member(u"seq")) {
        added.key("seq");
        added.value(m_event.seq);
    }
    if (!m_params.member(u"timestamp")) {
        added.key("timestamp");
        added.value(toIso(m_event.time));
    }
    added.endObject();
    const bool comma = !m_params.asObject()->empty() && added.bytes().size() > 2;
    writer.raw(params.chopped(1) + (comma ? "," : "") + added.bytes().sliced(1));
    writer.endObject();
    return writer.take();
}

}  // namespace cs
