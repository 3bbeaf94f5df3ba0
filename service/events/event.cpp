#include "events/event.h"

namespace cs {

namespace {

constexpr QByteArrayView escapedSlot = "\\u0001";

}  // namespace

QByteArray withHostSlots(const QByteArray &json)
{
    if (!json.contains(escapedSlot))
        return json;
    QByteArray out;
    out.reserve(json.size());
    for (qsizetype i = 0; i < json.size();) {
        const QByteArrayView rest = QByteArrayView(json).sliced(i);
        if (rest.startsWith(escapedSlot)) {
            out += HostSlot;
            i += escapedSlot.size();
        } else {
            // A backslash takes the next byte with it: in \\u0001 there is no escape of U+0001.
            const qsizetype length = rest.front() == '\\' ? std::min<qsizetype>(2, rest.size()) : 1;
            out += rest.first(length);
            i += length;
        }
    }
    return out;
}

QByteArray withoutHostSlots(const QByteArray &params)
{
    QByteArray json = params;
    return json.replace(QByteArrayView(&HostSlot, 1), escapedSlot);
}

}  // namespace cs
