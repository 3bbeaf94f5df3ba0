#pragma once

#include <chrono>

#include <QHash>
#include <QNetworkAccessManager>
#include <QObject>
#include <QSslError>
#include <QString>

#include "base/future.h"

class QNetworkReply;
class QUrl;

namespace cs {

class InternalTokens;

// Reads live HLS from MediaMTX over loopback as a reader of our own. Keeps one HLS session a path, so that a look at
// a camera costs one request a file and does not leave a trail of ghost readers. Service thread.
class HlsClient : public QObject {
    Q_OBJECT
public:
    static constexpr std::chrono::milliseconds Deadline{3000};
    static constexpr qint64 MaxFileSize = 32 * 1024 * 1024;

    // `base` has no slash at its end; `tokens` outlives this object. Over https the server must show the certificate of
    // `certificateFile` (PEM): whose names it bears does not matter on loopback.
    HlsClient(const QByteArray &base, InternalTokens &tokens, const QString &certificateFile = {},
              QObject *parent = nullptr);

    // "camera0/index.m3u8", "camera0/video1_stream.m3u8", "camera0/x_seg7.mp4"; a query is handed on. Playlists come
    // without the session and token that MediaMTX writes behind their names. NotFound: no such stream or file (any
    // more); DependencyFailed: MediaMTX does not answer in time, or with too much.
    Async<QByteArray> fetch(const QString &pathAndFile);
    // Forgets the session of a path that is gone.
    void forget(const QString &path) { m_sessions.remove(path); }
    // Forgets all sessions and connections; for a server that was restarted.
    void reset();

private:
    struct Job;
    using JobPtr = std::shared_ptr<Job>;

    void openSession(const JobPtr &job);
    void onIndex(const JobPtr &job, QNetworkReply *reply);
    void getFile(const JobPtr &job);
    void onFile(const JobPtr &job, QNetworkReply *reply);
    QNetworkReply *get(const JobPtr &job, const QUrl &url);
    void fail(const JobPtr &job, QNetworkReply *reply);

    void onTlsErrors(QNetworkReply *reply, const QList<QSslError> &errors);

    const QByteArray m_base;
    const QString m_certificateFile;
    InternalTokens &m_tokens;
    QNetworkAccessManager m_network;
    // The secret of the session by path.
    QHash<QString, QString> m_sessions;
};

}  // namespace cs
