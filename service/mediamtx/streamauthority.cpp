#include "mediamtx/streamauthority.h"

#include <QUrlQuery>

namespace cs {

QString tokenOf(const StreamRequest &request)
{
    // MediaMTX fills the field for RTSP and from HTTP headers; with HLS and WebRTC the address has it.
    if (!request.token.isEmpty())
        return request.token;
    const QStringList values = QUrlQuery(request.query).allQueryItemValues(QStringLiteral("token"), QUrl::FullyDecoded);
    // Two of them are two stories: whoever reads the other one must not be misled.
    if (values.size() == 1)
        return values.front();
    return values.isEmpty() ? request.password : QString();
}

}  // namespace cs
