#pragma once

#include <memory>

#include <QNetworkAccessManager>
#include <QObject>
#include <QPointer>
#include <QUrl>

#include "cli/partfile.h"

class QNetworkReply;

namespace cs {

// Fetches one file over HTTP to the disk, going on where an earlier run broke off. Owns the request and the unfinished
// file; ends in exactly one finished(). No error names the URL, which holds a token.
class Download : public QObject {
    Q_OBJECT
public:
    // `fingerprint` (SHA-256, hex) is that of the only certificate that is believed; empty: what the system believes.
    Download(QUrl url, QString target, Overwrite overwrite, const QString &fingerprint = {});
    ~Download() override;

    // Emits finished() later, never at once.
    void start();
    const QString &target() const { return m_target; }
    qint64 doneBytes() const { return m_part ? m_part->size() : 0; }
    // -1 until known.
    qint64 totalBytes() const { return m_total; }

Q_SIGNALS:
    void progressed();
    void finished(const cs::Result<cs::Done> &result);

private:
    void request();
    void onTlsErrors();
    void onHeaders();
    void onReadable();
    void onFinished();
    Result<Done> acceptWhole();
    Result<Done> acceptRest();
    void end(const Result<Done> &result);
    Error networkError() const;
    Error statusError(int status) const;

    QUrl m_url;
    QString m_target;
    Overwrite m_overwrite;
    QByteArray m_fingerprint;
    QNetworkAccessManager m_network;
    std::unique_ptr<PartFile> m_part;
    QPointer<QNetworkReply> m_reply;
    qint64 m_total = -1;
    // Bytes of this answer are wanted: it is no error page.
    bool m_accepting = false;
    bool m_ended = false;
};

}  // namespace cs
