#include "cameras/rtspaddress.h"

#include <algorithm>

#include <QHostAddress>
#include <QNetworkInterface>
#include <QSysInfo>
#include <QUrl>

#include "cameras/urlmask.h"

namespace cs {
namespace {

constexpr int RtspPort = 554;
constexpr int RtspsPort = 322;
constexpr qsizetype MaxCredential = 255;
constexpr qsizetype MaxEncoded = 4096;  // what the media server takes

Error refused(const char *rule, const char *hint)
{
    return Error::invalidParam(QStringLiteral("stream_url"), QString::fromLatin1(rule), QString::fromLatin1(hint));
}

// Also what hides or turns text: such an address would not look like what it is.
bool isUnprintable(QChar c)
{
    return c.isSpace() || c.category() == QChar::Other_Control || c.category() == QChar::Other_Format || c.isNull();
}

bool hasUnprintable(const QString &text)
{
    return std::any_of(text.begin(), text.end(), isUnprintable);
}

std::optional<Error> textProblem(const QString &text)
{
    if (text.isEmpty() || text.size() > RtspAddress::MaxLength)
        return refused("must have 1 to 2048 characters", "send an address such as rtsp://192.0.2.1:554/stream");
    if (hasUnprintable(text))
        return refused("must not hold spaces or control characters", "percent-encode them: a space is %20");
    return std::nullopt;
}

std::optional<Error> urlProblem(const QUrl &url)
{
    if (url.scheme() != u"rtsp" && url.scheme() != u"rtsps")
        return refused("must begin with rtsp:// or rtsps://", "other kinds of streams cannot be added by address");
    if (url.hasFragment())
        return refused("must not hold #", "write a # in a user name, password or path as %23");
    if (!url.isValid())
        return refused("is not a valid address", "write @ : / ? in a user name or password as %40 %3A %2F %3F");
    if (url.host().isEmpty())
        return refused("must name a host", "send an address such as rtsp://192.0.2.1:554/stream");
    if (url.port() == 0)
        return refused("must have a port from 1 to 65535", "leave the port out for 554 (rtsp) or 322 (rtsps)");
    return std::nullopt;
}

// Controls would let a password write header lines of its own; what is not UTF-8 would become another password.
std::optional<Error> credentialProblem(const QString &user, const QString &password)
{
    for (const QString &part : {user, password}) {
        if (part.size() > MaxCredential)
            return refused("must have at most 255 characters in user name and password", "check the address");
        const auto isBad = [](QChar c) {
            return c.category() == QChar::Other_Control || c == QChar::ReplacementCharacter;
        };
        if (std::any_of(part.begin(), part.end(), isBad))
            return refused("must not hold control characters or invalid UTF-8 in user name or password",
                           "percent-encode the bytes of the password's UTF-8 form");
    }
    return std::nullopt;
}

QString authority(const QString &host, int port, int defaultPort)
{
    QString out = host;
    if (host.contains(u':')) {
        out = u'[' + host + u']';
    }
    return port == defaultPort ? out : out + u':' + QString::number(port);
}

QByteArray userInfo(const QUrl &url)
{
    if (url.userName().isEmpty() && url.password().isEmpty())
        return {};
    QByteArray out = QUrl::toPercentEncoding(url.userName(QUrl::FullyDecoded));
    if (!url.password().isEmpty())
        out += ':' + QUrl::toPercentEncoding(url.password(QUrl::FullyDecoded));
    return out + '@';
}

QHostAddress unmapped(const QHostAddress &address)
{
    bool isV4 = false;
    const quint32 v4 = address.toIPv4Address(&isV4);
    return isV4 ? QHostAddress(v4) : address;
}

bool isThisMachine(const QString &host)
{
    if (host == u"localhost" || host.endsWith(u".localhost")
        || host.compare(QSysInfo::machineHostName(), Qt::CaseInsensitive) == 0)
        return true;
    QHostAddress address;
    // The zone of a link-local address stands encoded in a URL.
    if (!address.setAddress(QUrl::fromPercentEncoding(host.toUtf8())))
        return false;
    address = unmapped(address);
    if (address.isLoopback() || address == QHostAddress(QHostAddress::AnyIPv4)
        || address == QHostAddress(QHostAddress::AnyIPv6))
        return true;
    const auto own = QNetworkInterface::allAddresses();
    return std::any_of(own.begin(), own.end(), [&](QHostAddress candidate) {
        candidate.setScopeId(address.scopeId());
        return candidate == address;
    });
}

}  // namespace

Result<RtspAddress> RtspAddress::parse(const QString &text)
{
    if (const auto problem = textProblem(text))
        return *problem;
    const QUrl url(text, QUrl::TolerantMode);
    if (const auto problem = urlProblem(url))
        return *problem;
    if (const auto problem = credentialProblem(url.userName(QUrl::FullyDecoded), url.password(QUrl::FullyDecoded)))
        return *problem;

    RtspAddress out;
    const int defaultPort = url.scheme() == u"rtsp" ? RtspPort : RtspsPort;
    out.m_port = url.port(defaultPort);
    out.m_host = url.host(QUrl::FullyEncoded).toLower();
    if (out.m_host.endsWith(u'.') && out.m_host.size() > 1)
        out.m_host.chop(1);

    const QString place = authority(out.m_host, out.m_port, defaultPort);
    // QUrl leaves apostrophes as they are; the media server's address check does not take them.
    const QString path = url.path(QUrl::FullyEncoded).replace(u'\'', QStringLiteral("%27"));
    const QString query = url.query(QUrl::FullyEncoded).replace(u'\'', QStringLiteral("%27"));
    const QString mark = url.hasQuery() ? QStringLiteral("?") : QString();
    const QString scheme = url.scheme() + QStringLiteral("://");
    out.m_sourceUrl = (scheme.toUtf8() + userInfo(url) + place.toUtf8()) + (path + mark + query).toUtf8();
    out.m_displayUrl = scheme + place + (path.isEmpty() ? QStringLiteral("/") : maskedPath(path)) + mark
                       + maskedQuery(query);
    if (out.m_sourceUrl.size() > MaxEncoded)
        return refused("must have at most 4096 bytes once percent-encoded", "check the address");
    return out;
}

bool RtspAddress::isMasked() const
{
    return QString::fromUtf8(m_sourceUrl).contains(u'=' + MaskedValue.toString());
}

bool RtspAddress::leadsHere(int port) const
{
    return m_port == port && isThisMachine(m_host);
}

}  // namespace cs
