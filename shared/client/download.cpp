#include "client/download.h"

#include <chrono>

#include <QCoreApplication>
#include <QFileInfo>
#include <QNetworkReply>
#include <QRegularExpression>
#include <QThreadPool>

#include "client/connectionerror.h"
#include "client/trouble.h"

namespace cs {

namespace {

// No byte for so long means the connection is dead.
constexpr std::chrono::seconds stallTimeout{30};
// What may wait in memory while the disk is slow.
constexpr qint64 readBufferBytes = 4 * 1024 * 1024;

Error downloadError(const QString &message)
{
    return {ErrorCode::Internal, message, {}};
}

int statusOf(const QNetworkReply &reply)
{
    return reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

struct ContentRange {
    qint64 first = -1;
    qint64 total = -1;
};

// "bytes 100-199/200", and "bytes */200" with a 416 (RFC 9110, section 14.4).
ContentRange contentRange(const QNetworkReply &reply)
{
    static const QRegularExpression form(QStringLiteral("^bytes (?:([0-9]{1,18})-[0-9]{1,18}|\\*)/([0-9]{1,18})$"));
    const auto match = form.match(QString::fromLatin1(reply.rawHeader("Content-Range")));
    if (!match.hasMatch())
        return {};
    return {match.captured(1).isEmpty() ? -1 : match.captured(1).toLongLong(), match.captured(2).toLongLong()};
}

// Only a strong ETag says that bytes are the same.
QByteArray strongEtag(const QNetworkReply &reply)
{
    const QByteArray etag = reply.rawHeader("ETag");
    return etag.startsWith('"') ? etag : QByteArray();
}

}  // namespace

Download::Download(QUrl url, QString target, Overwrite overwrite, std::optional<PinnedTls> tls)
    : m_url(std::move(url)),
      m_target(std::move(target)),
      m_overwrite(overwrite),
      m_tls(std::move(tls))
{}

Download::~Download()
{
    if (m_reply) {
        m_reply->disconnect(this);
        m_reply->abort();
    }
}

void Download::start()
{
    const auto endLater = [this](const Error &error) {
        QMetaObject::invokeMethod(
            this, [this, error] { end(error); }, Qt::QueuedConnection);
    };
    const bool known = m_url.scheme() == QLatin1String("http") || m_url.scheme() == QLatin1String("https");
    if (!known || m_url.host().isEmpty()) {
        endLater(downloadError(QStringLiteral("the service gave no address to download %1 from").arg(m_target)));
        return;
    }
    // Asked again when the bytes are there; this spares the way.
    if (m_overwrite == Overwrite::No && QFileInfo::exists(m_target)) {
        endLater(alreadyThere(m_target));
        return;
    }
    auto part = PartFile::open(m_target);
    if (!part.ok()) {
        endLater(part.error());
        return;
    }
    m_part = std::move(part).value();
    request();
}

void Download::cancel()
{
    end(Error::cancelled());
}

void Download::request()
{
    QNetworkRequest request(m_url);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    // Ranges count the bytes of the file, so nothing may compress them on the way.
    request.setRawHeader("Accept-Encoding", "identity");
    request.setTransferTimeout(std::chrono::milliseconds(stallTimeout).count());
    if (m_part->size() > 0 && !m_part->etag().isEmpty()) {
        request.setRawHeader("Range", "bytes=" + QByteArray::number(m_part->size()) + '-');
        request.setRawHeader("If-Range", m_part->etag());
    }
    m_accepting = false;
    m_reply = m_network.get(request);
    if (m_tls)
        m_tls->watch(*m_reply);
    m_reply->setReadBufferSize(readBufferBytes);
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &Download::onHeaders);
    connect(m_reply, &QNetworkReply::readyRead, this, &Download::onReadable);
    connect(m_reply, &QNetworkReply::finished, this, &Download::onFinished);
}

void Download::onHeaders()
{
    Result<Done> accepted = Done{};
    switch (statusOf(*m_reply)) {
    case 200: accepted = acceptWhole(); break;
    case 206: accepted = acceptRest(); break;
    default: return;
    }
    if (!accepted.ok()) {
        end(accepted);
        return;
    }
    m_accepting = true;
    Q_EMIT progressed();
}

Result<Done> Download::acceptWhole()
{
    const QVariant length = m_reply->header(QNetworkRequest::ContentLengthHeader);
    m_total = length.isValid() ? length.toLongLong() : -1;
    return m_part->restart(strongEtag(*m_reply));
}

Result<Done> Download::acceptRest()
{
    const ContentRange range = contentRange(*m_reply);
    if (range.first != m_part->size() || range.total < range.first || strongEtag(*m_reply) != m_part->etag()) {
        // Nothing of it can be trusted; the next run begins anew.
        (void)m_part->restart({});
        return connectionError(
            QStringLiteral("the file server at %1 answered with another part than was asked for").arg(m_url.host()),
            QStringLiteral("try again"));
    }
    m_total = range.total;
    return Done{};
}

void Download::onReadable()
{
    if (!m_accepting || m_ended)
        return;
    if (const auto appended = m_part->append(m_reply->readAll()); !appended.ok()) {
        end(appended);
        return;
    }
    Q_EMIT progressed();
}

void Download::onFinished()
{
    if (m_ended)
        return;
    const int status = statusOf(*m_reply);
    const bool failed = m_reply->error() != QNetworkReply::NoError;
    if (m_accepting) {
        onReadable();
        if (m_ended)
            return;
        if (failed || (m_total >= 0 && m_part->size() != m_total))
            end(networkError());
        else
            commit();
        return;
    }
    if (status == 416 && m_part->size() > 0) {
        // The earlier run may have had every byte and stopped before the file got its name.
        if (contentRange(*m_reply).total == m_part->size() && strongEtag(*m_reply) == m_part->etag()) {
            commit();
            return;
        }
        if (const auto emptied = m_part->restart({}); !emptied.ok()) {
            end(emptied);
            return;
        }
        m_reply->deleteLater();
        request();
        return;
    }
    end(status == 0 ? networkError() : statusError(status));
}

// Syncing a large file takes seconds, which the window cannot wait.
void Download::commit()
{
    QThreadPool::globalInstance()->start([self = QPointer(this), part = m_part, overwrite = m_overwrite] {
        const Result<Done> result = part->commit(overwrite);
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [self, result] {
                if (self)
                    self->end(result);
            },
            Qt::QueuedConnection);
    });
}

void Download::end(const Result<Done> &result)
{
    if (std::exchange(m_ended, true))
        return;
    if (m_reply) {
        m_reply->disconnect(this);
        m_reply->abort();
        m_reply->deleteLater();
    }
    Q_EMIT finished(result);
}

Error Download::networkError() const
{
    const QString place =
        QStringLiteral("%1:%2").arg(m_url.host()).arg(m_url.port(m_url.scheme() == QLatin1String("https") ? 443 : 80));
    if (const auto problem = PinnedTls::problemOf(*m_reply))
        return *problem;
    if (m_part->size() > 0) {
        const QString reached = m_total > 0 ? QStringLiteral(" at %1 %").arg(m_part->size() * 100 / m_total)
                                            : QString();
        return connectionError(QStringLiteral("the download from %1 broke off%2").arg(place, reached),
                               QStringLiteral("started again, it goes on from there"));
    }
    if (m_reply->error() == QNetworkReply::SslHandshakeFailedError)
        return withTrouble(
            connectionError(QStringLiteral("no trusted TLS connection to the file server at %1").arg(place)),
            Trouble::TlsFailed);
    return connectionError(QStringLiteral("the file server at %1 does not answer").arg(place),
                           QStringLiteral("check that its HTTP port can be reached from here"));
}

Error Download::statusError(int status) const
{
    switch (status) {
    case 401:
    case 403:
        return {ErrorCode::Unauthenticated,
                QStringLiteral("the file server refused the link of %1; sign in anew and try again").arg(m_target),
                {}};
    case 404: return downloadError(QStringLiteral("the file server does not have %1 (any more)").arg(m_target));
    default:
        return downloadError(
            QStringLiteral("the file server answered with HTTP status %1; try again later").arg(status));
    }
}

}  // namespace cs

#include "moc_download.cpp"
