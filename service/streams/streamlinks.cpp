#include "streams/streamlinks.h"

#include <QUrl>

namespace cs {

namespace {

QString base(const QString &publicBase, const QString &scheme, const QString &host, quint16 port)
{
    if (!publicBase.isEmpty())
        return publicBase.endsWith(u'/') ? publicBase.chopped(1) : publicBase;
    const bool bareV6 = host.contains(u':') && !host.startsWith(u'[');
    return scheme + QStringLiteral("://") + (bareV6 ? u'[' + host + u']' : host) + u':' + QString::number(port);
}

QString web(const StreamLinks::Ports &ports)
{
    return ports.encrypted ? QStringLiteral("https") : QStringLiteral("http");
}

QString address(const QString &base, const QString &path, const QByteArray &token)
{
    const QString plain = base + u'/' + path;
    if (token.isEmpty())
        return plain;
    return plain + QStringLiteral("?token=") + QString::fromLatin1(QUrl::toPercentEncoding(QString::fromLatin1(token)));
}

}  // namespace

StreamLinks::StreamLinks(Ports ports, PublicBases bases) : m_ports(ports), m_bases(std::move(bases)) {}

QString StreamLinks::rtsp(CameraId camera, const QString &host, const QByteArray &token) const
{
    return address(base(m_bases.rtsp, QStringLiteral("rtsp"), host, m_ports.rtsp), camera.toString(), token);
}

QString StreamLinks::hls(CameraId camera, const QString &host, const QByteArray &token) const
{
    return address(base(m_bases.hls, web(m_ports), host, m_ports.hls),
                   camera.toString() + QStringLiteral("/index.m3u8"), token);
}

QString StreamLinks::whep(CameraId camera, const QString &host, const QByteArray &token) const
{
    return address(base(m_bases.webrtc, web(m_ports), host, m_ports.webrtc),
                   camera.toString() + QStringLiteral("/whep"), token);
}

QString StreamLinks::webPage(CameraId camera, const QString &host, const QByteArray &token) const
{
    return address(base(m_bases.webrtc, web(m_ports), host, m_ports.webrtc), camera.toString(), token);
}

}  // namespace cs
