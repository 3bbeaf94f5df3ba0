#pragma once

#include <memory>
#include <optional>

#include <QNetworkAccessManager>
#include <QObject>
#include <QPointer>
#include <QUrl>

#include "client/partfile.h"
#include "client/pinnedtls.h"

class QNetworkReply;

namespace cs {

// Fetches one file over HTTP to the disk, going on where an earlier run broke off: the bytes grow in TARGET.part, which
// gets its name when it is whole. Owns the request and the unfinished file; ends in exactly one finished(). No error
// names the URL, which holds a token. Lives on the main thread; the disk is synced on another.
class Download : public QObject {
    Q_OBJECT
public:
    // Without `tls` only certificates pass that the system trusts; its pins outlive this object.
    Download(QUrl url, QString target, Overwrite overwrite, std::optional<PinnedTls> tls = {});
    ~Download() override;

    // Emits finished() later, never at once.
    void start();
    // Ends with Error::cancelled, at once; what is there stays for another run. A file that is whole already may still
    // get its name.
    void cancel();
    const QString &target() const { return m_target; }
    qint64 doneBytes() const { return m_part ? m_part->size() : 0; }
    // -1 until known.
    qint64 totalBytes() const { return m_total; }

Q_SIGNALS:
    void progressed();
    void finished(const cs::Result<cs::Done> &result);

private:
    void request();
    void onHeaders();
    void onReadable();
    void onFinished();
    void commit();
    Result<Done> acceptWhole();
    Result<Done> acceptRest();
    void end(const Result<Done> &result);
    Error networkError() const;
    Error statusError(int status) const;

    QUrl m_url;
    QString m_target;
    Overwrite m_overwrite;
    std::optional<PinnedTls> m_tls;
    QNetworkAccessManager m_network;
    // Shared with the thread that syncs it.
    std::shared_ptr<PartFile> m_part;
    QPointer<QNetworkReply> m_reply;
    qint64 m_total = -1;
    // Bytes of this answer are wanted: it is no error page.
    bool m_accepting = false;
    bool m_ended = false;
};

}  // namespace cs
