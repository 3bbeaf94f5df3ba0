#include "methods/viewermethods.h"

#include "api/rights.h"
#include "rpc/methodtable.h"
#include "streams/viewers.h"

namespace cs {

namespace {

api::StreamProtocol protocolOf(MediaServer::SessionKind kind)
{
    switch (kind) {
    case MediaServer::SessionKind::Rtsp: return api::StreamProtocol::Rtsp;
    case MediaServer::SessionKind::Rtsps: return api::StreamProtocol::Rtsps;
    case MediaServer::SessionKind::Hls: return api::StreamProtocol::Hls;
    case MediaServer::SessionKind::WebRtc: return api::StreamProtocol::WebRtc;
    }
    return api::StreamProtocol::Rtsp;
}

api::ViewerRow viewerRow(const Viewer &viewer)
{
    return {viewer.camera,
            viewer.users.join(QStringLiteral(", ")),
            protocolOf(viewer.session.kind),
            viewer.address,
            viewer.since,
            viewer.session.id};
}

}  // namespace

void bindViewerMethods(MethodTable &table, const Viewers &viewers)
{
    table.bind<api::ListViewers>(
        [&viewers](const Call &, const api::ListViewers::Params &params) -> Result<api::ListViewers::Reply> {
            api::ListViewers::Reply reply;
            for (const Viewer &viewer : viewers.list(params.device))
                reply.viewers.push_back(viewerRow(viewer));
            return reply;
        });
}

}  // namespace cs
