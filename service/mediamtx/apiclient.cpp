#include "mediamtx/apiclient.h"

#include <QNetworkProxy>
#include <QNetworkReply>
#include <QUrl>

#include "json/codec.h"
#include "mediamtx/logmask.h"

namespace cs {

namespace {

constexpr int TimeoutMs = 5000;
constexpr int ItemsPerPage = 1000;
// A page of 1000 configurations has 4 MB.
constexpr qint64 MaxAnswer = 32 * 1024 * 1024;

Error failure(const QString &detail)
{
    return Error::dependencyFailed(QStringLiteral("MediaMTX"), detail);
}

template<class T>
Result<T> parsed(const QByteArray &body)
{
    const auto value = json::parse(body);
    if (value) {
        if (auto result = json::fromValue<T>(*value, json::Unknown::Ignore))
            return result;
    }
    return failure(QStringLiteral("its control API answered with something else than expected"));
}

// What MediaMTX says about a request it did not carry out. It repeats our input, secrets included.
QString complaint(const QByteArray &body)
{
    const auto answer = parsed<MtxFailure>(body);
    const QString text = answer.ok() ? answer->error : QString();
    return QString::fromUtf8(LogMask().masked(text.left(500).toUtf8()));
}

Error unexpected(int status, const QByteArray &body)
{
    return failure(QStringLiteral("its control API answered with status %1 %2").arg(status).arg(complaint(body)));
}

QByteArray escaped(const QString &name)
{
    return QUrl::toPercentEncoding(name, "/");
}

const char *listOf(MediaServer::SessionKind kind)
{
    switch (kind) {
    case MediaServer::SessionKind::Rtsp: return "rtspsessions";
    case MediaServer::SessionKind::Rtsps: return "rtspssessions";
    case MediaServer::SessionKind::Hls: return "hlssessions";
    case MediaServer::SessionKind::WebRtc: return "webrtcsessions";
    }
    return "";
}

}  // namespace

ApiClient::ApiClient(quint16 port, const QByteArray &token, QObject *parent)
    : QObject(parent),
      m_base("http://127.0.0.1:" + QByteArray::number(port) + "/v3"),
      m_token(token)
{
    m_network.setProxy(QNetworkProxy::NoProxy);
    m_network.setTransferTimeout(TimeoutMs);
}

Async<MtxInfo> ApiClient::info()
{
    return andThen(this, get("/info"), [](const Answer &answer) -> Result<MtxInfo> {
        return answer.status == 200 ? parsed<MtxInfo>(answer.body) : unexpected(answer.status, answer.body);
    });
}

Async<std::vector<MtxPath>> ApiClient::paths()
{
    return list<MtxPath>("/paths/list");
}

Async<std::vector<PathConfig>> ApiClient::pathConfigs()
{
    return list<PathConfig>("/config/paths/list");
}

Async<std::optional<PathConfig>> ApiClient::pathConfig(const QString &name)
{
    using Answered = std::optional<PathConfig>;
    return andThen(this, get("/config/paths/get/" + escaped(name)), [](const Answer &answer) -> Result<Answered> {
        if (answer.status == 404)
            return Answered();
        if (answer.status != 200)
            return unexpected(answer.status, answer.body);
        auto config = parsed<PathConfig>(answer.body);
        return config.ok() ? Result<Answered>(Answered(*config)) : Result<Answered>(config.error());
    });
}

Async<bool> ApiClient::pathExists(const QString &name)
{
    return andThen(this, get("/paths/get/" + escaped(name)), [](const Answer &answer) -> Result<bool> {
        if (answer.status == 200 || answer.status == 404)
            return answer.status == 200;
        return unexpected(answer.status, answer.body);
    });
}

Async<Done> ApiClient::replacePath(const PathConfig &config)
{
    const auto answer = send("POST", "/config/paths/replace/" + escaped(config.name), toRequestBody(config));
    return andThen(this, answer, [](const Answer &got) -> Result<Done> {
        if (got.status == 200)
            return Done();
        if (got.status == 400)
            return Error::invalidParam(QStringLiteral("source"), QStringLiteral("is refused by the media server"),
                                       complaint(got.body));
        return unexpected(got.status, got.body);
    });
}

Async<Done> ApiClient::deletePath(const QString &name)
{
    const auto answer = send("DELETE", "/config/paths/delete/" + escaped(name));
    return andThen(this, answer, [](const Answer &got) -> Result<Done> {
        if (got.status == 200 || got.status == 404)
            return Done();
        return unexpected(got.status, got.body);
    });
}

Async<QSet<MediaServer::OpenSession>> ApiClient::sessions()
{
    using Kind = MediaServer::SessionKind;
    using Sessions = QSet<MediaServer::OpenSession>;
    return andThen(this, sessions(Kind::Rtsp), [this](const Sessions &rtsp) {
        return andThen(this, sessions(Kind::Hls), [this, rtsp](const Sessions &hls) {
            return andThen(this, sessions(Kind::WebRtc),
                           [rtsp, hls](const Sessions &webRtc) -> Result<Sessions> { return rtsp + hls + webRtc; });
        });
    });
}

Async<QSet<MediaServer::OpenSession>> ApiClient::sessions(MediaServer::SessionKind kind)
{
    using Sessions = QSet<MediaServer::OpenSession>;
    const auto items = list<MtxSession>(QByteArray("/") + listOf(kind) + "/list");
    return andThen(this, items, [kind](const std::vector<MtxSession> &found) -> Result<Sessions> {
        Sessions open;
        for (const MtxSession &session : found)
            open.insert({kind, session.id});
        return open;
    });
}

Async<Done> ApiClient::kick(MediaServer::SessionKind kind, const QString &id)
{
    const auto answer = send("POST", QByteArray("/") + listOf(kind) + "/kick/" + QUrl::toPercentEncoding(id));
    return andThen(this, answer, [](const Answer &got) -> Result<Done> {
        if (got.status == 200 || got.status == 404)
            return Done();
        return unexpected(got.status, got.body);
    });
}

void ApiClient::forgetConnections()
{
    m_network.clearConnectionCache();
}

Async<ApiClient::Answer> ApiClient::send(const QByteArray &verb, const QByteArray &path, const QByteArray &body)
{
    QNetworkRequest request(QUrl::fromEncoded(m_base + path));
    request.setRawHeader("Authorization", "Bearer " + m_token);
    request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArrayLiteral("application/json"));
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    QNetworkReply *reply = m_network.sendCustomRequest(request, verb, body);
    connect(reply, &QNetworkReply::downloadProgress, reply, [reply](qint64 received, qint64) {
        if (received > MaxAnswer)
            reply->abort();
    });
    auto promise = std::make_shared<Promise<Answer>>();
    connect(reply, &QNetworkReply::finished, this, [this, reply, promise] { onFinished(reply, *promise); });
    return promise->future();
}

void ApiClient::onFinished(QNetworkReply *reply, Promise<Answer> &promise)
{
    reply->deleteLater();
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    // Statuses that Qt counts as errors are answers here; an answer that was cut off is none.
    const bool cut = reply->error() == QNetworkReply::OperationCanceledError
                     || reply->error() == QNetworkReply::RemoteHostClosedError;
    if (status == 0 || cut) {
        promise.finish(failure(QStringLiteral("its control API does not answer: %1").arg(reply->errorString())));
        return;
    }
    promise.finish(Answer{status, reply->readAll()});
}

template<class T>
Async<std::vector<T>> ApiClient::list(const QByteArray &path)
{
    auto promise = std::make_shared<Promise<std::vector<T>>>();
    auto answer = promise->future();
    nextPage<T>(path, 0, std::make_shared<std::vector<T>>(), promise);
    return answer;
}

template<class T>
void ApiClient::nextPage(const QByteArray &path, int page, std::shared_ptr<std::vector<T>> items,
                         std::shared_ptr<Promise<std::vector<T>>> promise)
{
    const QByteArray query = "?itemsPerPage=" + QByteArray::number(ItemsPerPage) + "&page=" + QByteArray::number(page);
    whenDone(this, get(path + query), [this, path, page, items, promise](Result<Answer> got) {
        if (!got.ok() || got->status != 200) {
            promise->finish(got.ok() ? unexpected(got->status, got->body) : got.error());
            return;
        }
        auto answer = parsed<MtxPage<T>>(got->body);
        if (!answer.ok()) {
            promise->finish(answer.error());
            return;
        }
        std::move(answer->items.begin(), answer->items.end(), std::back_inserter(*items));
        if (page + 1 < answer->pageCount && !answer->items.empty())
            nextPage<T>(path, page + 1, items, promise);
        else
            promise->finish(std::move(*items));
    });
}

}  // namespace cs

#include "moc_apiclient.cpp"
