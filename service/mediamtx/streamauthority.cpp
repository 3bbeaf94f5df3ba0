#include "mediamtx/streamauthority.h"

#include <QUrlQuery>

namespace cs {

QString tokenOf(const StreamRequest &request)
{
    // MediaMTX fills the field for RTSP and from HTTP headers; with HLS and WebRTC the address has it.
    if (!request.token.isEmpty())
        return request.token;
    const QStringList values = QUrlQuery(request.query).allQueryItemValues(QStringLiteral("token"), QUrl::FullyDecoded);
    // Several of them become a text that is nobody's token: they are neither one token nor none.
    return values.isEmpty() ? request.password : values.join(u'&');
}

}  // namespace cs
