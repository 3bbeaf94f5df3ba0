#pragma once

#include <QByteArray>
#include <QString>

#include "base/result.h"

namespace cs {

// The checked address of a camera that is pulled over RTSP; keeps what may be shown apart from what may not. A value.
class RtspAddress {
public:
    static constexpr qsizetype MaxLength = 2048;

    // InvalidParams about `stream_url` for whatever is no address: wrong scheme, no host, control characters, a
    // fragment. The error never repeats the text.
    static Result<RtspAddress> parse(const QString &text);

    // With credentials, percent-encoded for the media server. Secret.
    const QByteArray &sourceUrl() const { return m_sourceUrl; }
    // Without credentials and with masked parameters, written in one way only: also what tells cameras apart.
    const QString &displayUrl() const { return m_displayUrl; }
    // Written from displayUrl(), so it lacks what it needs to work.
    bool isMasked() const;

    const QString &host() const { return m_host; }
    int port() const { return m_port; }
    // Whether it leads to that port on this very machine, by name or by any of its addresses.
    bool leadsHere(int port) const;

private:
    RtspAddress() = default;

    QByteArray m_sourceUrl;
    QString m_displayUrl;
    QString m_host;  // lower case, as in a URL but without brackets
    int m_port = 0;
};

}  // namespace cs
