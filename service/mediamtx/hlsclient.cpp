#include "mediamtx/hlsclient.h"

#include <QDeadlineTimer>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QRegularExpression>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QTimer>
#include <QUrl>
#include <QUrlQuery>

#include "mediamtx/internaltokens.h"
#include "mediamtx/pathconfig.h"

namespace cs {

namespace {

const auto IndexFile = QStringLiteral("index.m3u8");

int statusOf(const QNetworkReply *reply)
{
    return reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

QString sessionIn(const QByteArray &playlist)
{
    static const QRegularExpression form(QStringLiteral("[?&]session=([0-9A-Fa-f-]+)"));
    return form.match(QString::fromUtf8(playlist)).captured(1);
}

// MediaMTX (v1.20.1) hands the request's query on to every name in a playlist, with the session in it.
QByteArray withoutQueries(const QByteArray &playlist)
{
    static const QRegularExpression form(QStringLiteral("\\?[^\\s\"]*\\b(?:session|token)=[^\\s\"]*"));
    return QString::fromUtf8(playlist).remove(form).toUtf8();
}

}  // namespace

struct HlsClient::Job {
    QString path;
    QString file;
    QUrlQuery query;
    QDeadlineTimer deadline{HlsClient::Deadline};
    bool hasNewSession = false;
    Promise<QByteArray> promise;
};

HlsClient::HlsClient(const QByteArray &base, InternalTokens &tokens, const QString &certificateFile, QObject *parent)
    : QObject(parent),
      m_base(base),
      m_certificateFile(certificateFile),
      m_tokens(tokens)
{
    connect(&m_network, &QNetworkAccessManager::sslErrors, this, &HlsClient::onTlsErrors);
    m_network.setProxy(QNetworkProxy::NoProxy);
}

Async<QByteArray> HlsClient::fetch(const QString &pathAndFile)
{
    const QString name = pathAndFile.section(u'?', 0, 0);
    auto job = std::make_shared<Job>();
    job->path = name.section(u'/', 0, -2);
    job->file = name.section(u'/', -1);
    job->query = QUrlQuery(pathAndFile.section(u'?', 1));
    auto answer = job->promise.future();
    if (!isPathName(job->path) || job->file.isEmpty())
        job->promise.finish(Error::notFound(QStringLiteral("stream"), pathAndFile));
    else if (job->file == IndexFile || !m_sessions.contains(job->path))
        openSession(job);
    else
        getFile(job);
    return answer;
}

void HlsClient::reset()
{
    m_sessions.clear();
    m_network.clearConnectionCache();
}

void HlsClient::openSession(const JobPtr &job)
{
    job->hasNewSession = true;
    QUrlQuery query;
    // As after the redirect that finds out about cookies: without one the session comes in the playlist.
    query.addQueryItem(QStringLiteral("cookieCheck"), QStringLiteral("1"));
    query.addQueryItem(QStringLiteral("token"), QString::fromLatin1(m_tokens.forReader(job->path)));
    QUrl url = QUrl::fromEncoded(m_base + '/' + QUrl::toPercentEncoding(job->path, "/") + '/' + IndexFile.toLatin1());
    url.setQuery(query);
    QNetworkReply *reply = get(job, url);
    connect(reply, &QNetworkReply::finished, this, [this, job, reply] { onIndex(job, reply); });
}

void HlsClient::onIndex(const JobPtr &job, QNetworkReply *reply)
{
    reply->deleteLater();
    if (reply->error() != QNetworkReply::NoError || statusOf(reply) != 200) {
        fail(job, reply);
        return;
    }
    const QByteArray playlist = reply->readAll();
    const QString session = sessionIn(playlist);
    if (session.isEmpty()) {
        job->promise.finish(Error::dependencyFailed(
            QStringLiteral("MediaMTX"), QStringLiteral("its HLS playlist of '%1' names no session").arg(job->path)));
        return;
    }
    m_sessions.insert(job->path, session);
    if (job->file == IndexFile)
        job->promise.finish(withoutQueries(playlist));
    else
        getFile(job);
}

void HlsClient::getFile(const JobPtr &job)
{
    QUrlQuery query = job->query;
    query.removeAllQueryItems(QStringLiteral("session"));
    query.addQueryItem(QStringLiteral("session"), m_sessions.value(job->path));
    QUrl url = QUrl::fromEncoded(m_base + '/' + QUrl::toPercentEncoding(job->path, "/") + '/'
                                 + QUrl::toPercentEncoding(job->file));
    url.setQuery(query);
    QNetworkReply *reply = get(job, url);
    connect(reply, &QNetworkReply::finished, this, [this, job, reply] { onFile(job, reply); });
}

void HlsClient::onFile(const JobPtr &job, QNetworkReply *reply)
{
    reply->deleteLater();
    if (statusOf(reply) == 401 && !job->hasNewSession) {
        // Idle for half a minute, or the stream began anew.
        m_sessions.remove(job->path);
        openSession(job);
        return;
    }
    if (reply->error() != QNetworkReply::NoError || statusOf(reply) != 200) {
        fail(job, reply);
        return;
    }
    const QByteArray body = reply->readAll();
    job->promise.finish(job->file.endsWith(u".m3u8") ? withoutQueries(body) : body);
}

QNetworkReply *HlsClient::get(const JobPtr &job, const QUrl &url)
{
    QNetworkRequest request(url);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::SameOriginRedirectPolicy);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    QNetworkReply *reply = m_network.get(request);
    // The deadline is for all requests of the job, and goes on while bytes trickle in.
    QTimer::singleShot(static_cast<int>(job->deadline.remainingTime()), reply, &QNetworkReply::abort);
    connect(reply, &QNetworkReply::downloadProgress, reply, [reply](qint64 received, qint64) {
        if (received > MaxFileSize)
            reply->abort();
    });
    return reply;
}

// Read at each connection, since the file may be replaced at any time.
void HlsClient::onTlsErrors(QNetworkReply *reply, const QList<QSslError> &errors)
{
    const auto ours = QSslCertificate::fromPath(m_certificateFile, QSsl::Pem);
    if (!ours.isEmpty() && reply->sslConfiguration().peerCertificate() == ours.first())
        reply->ignoreSslErrors(errors);
}

void HlsClient::fail(const JobPtr &job, QNetworkReply *reply)
{
    const int status = statusOf(reply);
    // MediaMTX says 500 for a path it has not got, and 401 for the files of a stream that is not live.
    const bool missing = status == 404 || status == 401
                         || (status == 500 && reply->peek(1024).contains("is not configured"));
    if (missing && reply->error() != QNetworkReply::OperationCanceledError) {
        job->promise.finish(Error::notFound(QStringLiteral("stream"), job->path + u'/' + job->file));
        return;
    }
    // Qt's own text would repeat the address and the token in it.
    const QString why = reply->error() == QNetworkReply::OperationCanceledError
                            ? QStringLiteral("did not come in time, or is too big")
                            : QStringLiteral("cannot be read (status %1)").arg(status);
    job->promise.finish(Error::dependencyFailed(
        QStringLiteral("MediaMTX"), QStringLiteral("the HLS file %1/%2 %3").arg(job->path, job->file, why)));
}

}  // namespace cs

#include "moc_hlsclient.cpp"
