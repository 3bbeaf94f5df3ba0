#include "openid/keydownload.h"

#include <QMetaEnum>
#include <QNetworkReply>
#include <QTimer>

namespace cs {

namespace {

Error downloadFailed(const QString &detail)
{
    return Error::dependencyFailed(QStringLiteral("issuer"), detail);
}

QNetworkRequest requestFor(const QUrl &url)
{
    QNetworkRequest request(url);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    // Else Qt offers to unpack what comes, and a small answer may become a large one.
    request.setRawHeader("Accept-Encoding", "identity");
    request.setRawHeader("Accept", "application/jwk-set+json, application/json");
    return request;
}

// One answer on its way. Deletes itself with the reply, once it has answered.
class TextReply : public QObject {
public:
    TextReply(QNetworkReply *reply, std::chrono::milliseconds deadline, qsizetype maxBytes)
        : QObject(reply),
          m_reply(reply),
          m_maxBytes(maxBytes)
    {
        // What is not read waits with the sender.
        reply->setReadBufferSize(maxBytes + 1);
        connect(reply, &QNetworkReply::readyRead, this, &TextReply::onReadyRead);
        connect(reply, &QNetworkReply::finished, this, &TextReply::onFinished);
        QTimer::singleShot(deadline, this, [this] { giveUp(QStringLiteral("it took too long")); });
    }

    Async<QByteArray> future() const { return m_promise.future(); }

private:
    void onReadyRead()
    {
        m_text += m_reply->read(m_maxBytes + 1 - m_text.size());
        if (m_text.size() > m_maxBytes)
            giveUp(QStringLiteral("the answer is too large"));
    }

    void onFinished()
    {
        const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        constexpr int ok = 200;
        if (status != 0 && status != ok) {
            giveUp(QStringLiteral("it answered with HTTP status %1").arg(status));
        } else if (m_reply->error() != QNetworkReply::NoError) {
            // errorString() would hold the address.
            const auto names = QMetaEnum::fromType<QNetworkReply::NetworkError>();
            giveUp(QString::fromLatin1(names.valueToKey(m_reply->error())));
        } else {
            onReadyRead();
            answer(Result<QByteArray>(m_text));
        }
    }

    void giveUp(const QString &detail) { answer(downloadFailed(detail)); }

    void answer(Result<QByteArray> result)
    {
        disconnect(m_reply, nullptr, this, nullptr);
        if (m_reply->isRunning())
            m_reply->abort();
        m_reply->deleteLater();
        m_promise.finish(std::move(result));
    }

    QNetworkReply *m_reply;
    const qsizetype m_maxBytes;
    QByteArray m_text;
    Promise<QByteArray> m_promise;
};

}  // namespace

Async<QByteArray> downloadText(QNetworkAccessManager &network, const QUrl &url, std::chrono::milliseconds deadline,
                               qsizetype maxBytes)
{
    const auto *reply = new TextReply(network.get(requestFor(url)), deadline, maxBytes);
    return reply->future();
}

}  // namespace cs
