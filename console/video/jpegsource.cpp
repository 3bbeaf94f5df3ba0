#include "video/jpegsource.h"

#include <algorithm>

#include <QBuffer>
#include <QCryptographicHash>
#include <QImageReader>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QThreadPool>

namespace cs {

namespace {

using namespace std::chrono_literals;

constexpr auto SeenInterval = 1000ms;
constexpr auto HiddenInterval = 5000ms;
constexpr auto ShortestStall = 3000ms;
constexpr qsizetype MaxJpegBytes = 16 * 1024 * 1024;

// In a thread of the pool.
Result<QImage> decodeJpeg(QByteArray jpeg, QSize target, qint64 maxPixels)
{
    QBuffer bytes(&jpeg);
    bytes.open(QIODevice::ReadOnly);
    QImageReader reader(&bytes, "jpeg");
    reader.setAutoDetectImageFormat(false);
    QSize size = reader.size();
    if (size.isEmpty())
        return Error::internal(QStringLiteral("the server sent no JPEG"));
    if (qint64(size.width()) * size.height() > maxPixels)
        return Error::internal(QStringLiteral("a picture of %1x%2 is too large").arg(size.width()).arg(size.height()));
    if (!target.isEmpty() && (size.width() > target.width() || size.height() > target.height())) {
        size.scale(target, Qt::KeepAspectRatio);
        reader.setScaledSize(size.expandedTo(QSize(1, 1)));
    }
    QImage picture = reader.read();
    if (picture.isNull())
        return Error::internal(QStringLiteral("the server sent a broken JPEG"));
    return std::move(picture).convertToFormat(QImage::Format_RGB32);
}

VideoSource::Why whyOf(const QNetworkReply &reply)
{
    switch (reply.error()) {
    case QNetworkReply::ConnectionRefusedError:
    case QNetworkReply::SslHandshakeFailedError: return VideoSource::Refused;
    case QNetworkReply::OperationCanceledError:  // by the transfer time-out: our own cancelling is not listened to
    case QNetworkReply::TimeoutError: return VideoSource::Timeout;
    case QNetworkReply::AuthenticationRequiredError:
    case QNetworkReply::ContentAccessDenied: return VideoSource::Auth;
    case QNetworkReply::ContentNotFoundError:
    case QNetworkReply::ContentGoneError:
    case QNetworkReply::HostNotFoundError: return VideoSource::NotFound;
    default: return VideoSource::Lost;
    }
}

}  // namespace

JpegSource::JpegSource(QNetworkAccessManager &network, QObject *parent)
    : VideoSource(parent),
      m_network(network),
      m_stallWatch([this] { return lastFrameAge(); })
{
    connect(&m_askTimer, &QTimer::timeout, this, &JpegSource::ask);
    connect(&m_stallWatch, &StallWatch::stalled, this,
            [this] { changeState(Stalled, None, QStringLiteral("no picture came")); });
    connect(&m_stallWatch, &StallWatch::moving, this, [this] { changeState(Live); });
}

JpegSource::~JpegSource()
{
    dropReply();
}

void JpegSource::open(const QUrl &url, const Options &options)
{
    close();
    const quint64 opening = m_opening;
    m_url = url;
    m_options = options;
    m_paused = false;
    m_lastFrame.start();
    changeState(Connecting);
    if (opening != m_opening)
        return;
    if ((url.scheme() != u"http" && url.scheme() != u"https") || url.host().isEmpty()) {
        fail(Refused, QStringLiteral("no address of a picture: %1://...").arg(url.scheme().left(16)));
        return;
    }
    m_askTimer.start(m_keyframesOnly ? HiddenInterval : SeenInterval);
    ask();
}

void JpegSource::close()
{
    ++m_opening;
    m_askTimer.stop();
    dropReply();
    m_url.clear();
    m_lastFrame.invalidate();
    changeState(Idle);
}

void JpegSource::setKeyframesOnly(bool keyframesOnly)
{
    m_keyframesOnly = keyframesOnly;
    if (!m_askTimer.isActive())
        return;
    m_askTimer.start(keyframesOnly ? HiddenInterval : SeenInterval);
    if (m_state == Live)
        restartWatch();
    if (!keyframesOnly)
        ask();
}

void JpegSource::setPaused(bool paused)
{
    m_paused = paused;
    if (paused && (m_state == Live || m_state == Stalled))
        changeState(Paused);
    else if (!paused && m_state == Paused)
        ask();
}

std::chrono::milliseconds JpegSource::lastFrameAge() const
{
    return std::chrono::milliseconds(m_lastFrame.isValid() ? m_lastFrame.elapsed() : 0);
}

void JpegSource::ask()
{
    if (m_reply || m_decoding || (m_paused && m_state == Paused))
        return;
    QNetworkRequest request(m_url);
    request.setTransferTimeout(int(m_options.patience.count()));
    // A redirection would take the token elsewhere.
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    m_body.clear();
    m_reply = m_network.get(request);
    watch(m_reply);
}

void JpegSource::watch(QNetworkReply *reply)
{
    connect(reply, &QNetworkReply::sslErrors, this, [this, reply] {
        const QByteArray shown = reply->sslConfiguration().peerCertificate().digest(QCryptographicHash::Sha256);
        if (!m_options.certificatePin.isEmpty() && shown == m_options.certificatePin)
            reply->ignoreSslErrors();
    });
    connect(reply, &QNetworkReply::readyRead, this, &JpegSource::onReadyRead);
    connect(reply, &QNetworkReply::finished, this, &JpegSource::onFinished);
}

void JpegSource::onReadyRead()
{
    m_body += m_reply->readAll();
    if (m_body.size() > MaxJpegBytes)
        fail(Codec, QStringLiteral("%1 sends more than a picture").arg(m_url.host()));
}

void JpegSource::onFinished()
{
    const QPointer<QNetworkReply> reply = m_reply;
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const auto error = reply->error();
    const Why why = whyOf(*reply);
    m_body += reply->readAll();
    dropReply();
    // The words of Qt's errors repeat the address with its query.
    if (error != QNetworkReply::NoError || status != 200)
        fail(why, status > 0 ? QStringLiteral("%1 answered %2").arg(m_url.host()).arg(status)
                             : QStringLiteral("no answer from %1 (%2)").arg(m_url.host()).arg(int(error)));
    else
        decode(std::exchange(m_body, {}));
}

void JpegSource::decode(const QByteArray &jpeg)
{
    const auto promise = std::make_shared<Promise<QImage>>();
    m_decoding = true;
    whenDone(this, promise->future(), [this, opening = m_opening](const Result<QImage> &picture) {
        m_decoding = false;
        if (opening == m_opening)
            onDecoded(picture);
    });
    QThreadPool::globalInstance()->start(
        [promise, jpeg, home = m_home, target = m_targetSize, maxPixels = m_options.maxPixels] {
            home.finish(promise, decodeJpeg(jpeg, target, maxPixels));
        });
}

void JpegSource::onDecoded(const Result<QImage> &picture)
{
    if (!picture.ok()) {
        fail(Codec, picture.error().message);
        return;
    }
    m_lastFrame.start();
    const QPointer<JpegSource> self(this);
    const quint64 opening = m_opening;
    Q_EMIT frame(*picture, 0ms);
    if (self && opening == m_opening)
        changeState(m_paused ? Paused : Live);
}

void JpegSource::dropReply()
{
    if (!m_reply)
        return;
    m_reply->disconnect(this);
    m_reply->abort();
    m_reply->deleteLater();
    m_reply.clear();
}

void JpegSource::fail(Why why, const QString &detail)
{
    m_askTimer.stop();
    dropReply();
    changeState(Failed, why, detail);
}

void JpegSource::restartWatch()
{
    const auto hidden = m_keyframesOnly ? 2 * HiddenInterval : 0ms;
    m_stallWatch.start(std::max({m_options.stallAfter, ShortestStall + 0ms, hidden + 0ms}));
}

void JpegSource::changeState(State state, Why why, const QString &detail)
{
    if (m_state == state)
        return;
    const bool wasMoving = m_state == Live || m_state == Stalled;
    m_state = state;
    if (state == Live && !wasMoving)
        restartWatch();
    else if (state != Live && state != Stalled)
        m_stallWatch.stop();
    Q_EMIT stateChanged(state, why, detail);
}

}  // namespace cs

#include "moc_jpegsource.cpp"
