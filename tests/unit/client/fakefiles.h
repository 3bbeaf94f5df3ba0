#pragma once

#include <QObject>
#include <QTcpServer>
#include <QUrl>

namespace cs {

// An HTTP server of one file that knows GET, ranges and If-Range, and breaks off where a test wants it to. Lives on the
// test's thread.
class FakeFiles : public QObject {
    Q_OBJECT
public:
    FakeFiles();

    QUrl url() const;

    QByteArray content = "0123456789";
    QByteArray etag = "\"v1\"";
    // Answers with this instead, if set.
    int status = 0;
    // Closes after so many bytes of a body; -1: never.
    qsizetype breakAfter = -1;
    // Says another part than was asked for.
    bool lies = false;
    // The requests so far, heads only.
    QList<QByteArray> requests;

private:
    QByteArray answerTo(const QByteArray &head) const;

    QTcpServer m_server;
};

// The value of a header of a request's head; empty if absent.
QByteArray headerOf(const QByteArray &head, const QByteArray &name);

}  // namespace cs
