#pragma once

#include <optional>
#include <vector>

#include <QNetworkAccessManager>
#include <QObject>

#include "base/future.h"
#include "mediamtx/apitypes.h"
#include "mediamtx/mediaserver.h"

class QNetworkReply;

namespace cs {

// Speaks MediaMTX's control API on loopback; knows no state. Service thread. Every call is answered within 5 s a page:
// DependencyFailed when MediaMTX is not there or says something else than it should; secrets are masked. Whoever
// continues on its answers outlives it.
class ApiClient : public QObject {
    Q_OBJECT
public:
    // `token` is InternalTokens::forApi().
    ApiClient(quint16 port, const QByteArray &token, QObject *parent = nullptr);

    Async<MtxInfo> info();
    Async<std::vector<MtxPath>> paths();
    Async<std::vector<PathConfig>> pathConfigs();
    // Nothing if there is no such path.
    Async<std::optional<PathConfig>> pathConfig(const QString &name);
    Async<bool> pathExists(const QString &name);
    // InvalidParams if MediaMTX refuses it.
    Async<Done> replacePath(const PathConfig &config);
    // Done also if there was none.
    Async<Done> deletePath(const QString &name);
    // Of RTSP, HLS and WebRTC; RTSPS is never switched on.
    Async<QSet<MediaServer::OpenSession>> sessions();
    Async<Done> kick(MediaServer::SessionKind kind, const QString &id);

    // Connections to a server that is no more would only delay the next call.
    void forgetConnections();

private:
    struct Answer {
        int status = 0;
        QByteArray body;
    };

    Async<Answer> send(const QByteArray &verb, const QByteArray &path, const QByteArray &body = {});
    Async<Answer> get(const QByteArray &path) { return send("GET", path); }
    void onFinished(QNetworkReply *reply, Promise<Answer> &promise);
    Async<QSet<MediaServer::OpenSession>> sessions(MediaServer::SessionKind kind);
    template<class T>
    Async<std::vector<T>> list(const QByteArray &path);
    template<class T>
    void nextPage(const QByteArray &path, int page, std::shared_ptr<std::vector<T>> items,
                  std::shared_ptr<Promise<std::vector<T>>> promise);

    const QByteArray m_base;
    const QByteArray m_token;
    QNetworkAccessManager m_network;
};

}  // namespace cs
