#include "transport/upgradepolicy.h"

#include <optional>

#include <QRegularExpression>

namespace cs {

namespace {

// An origin is compared without regard to case, and never with a slash at its end.
QByteArray normalOrigin(QByteArray origin)
{
    origin = origin.toLower();
    while (origin.endsWith('/'))
        origin.chop(1);
    return origin;
}

// The host without its port; nothing if it is no name or address that could stand in a URL.
std::optional<QString> hostName(const QByteArray &field)
{
    static const QRegularExpression form(
        QStringLiteral(R"(\A([A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?\z)"));
    const auto match = form.match(QString::fromLatin1(field));
    if (!match.hasMatch())
        return std::nullopt;
    return match.captured(1);
}

QString printable(const QByteArray &field)
{
    constexpr qsizetype longest = 256;
    QString text = QString::fromUtf8(field).left(longest);
    for (QChar &c : text) {
        if (!c.isPrint())
            c = u'?';
    }
    return text;
}

Refusal badRequest(const QByteArray &text)
{
    return {400, "Bad Request", text, {}};
}

}  // namespace

UpgradePolicy::UpgradePolicy(const QStringList &allowedOrigins, const OwnHosts &ownHosts) : m_ownHosts(ownHosts)
{
    for (const QString &origin : allowedOrigins)
        m_origins << normalOrigin(origin.toUtf8());
}

bool UpgradePolicy::originAllowed(const RequestHead &head) const
{
    if (head.count("origin") == 0)
        return true;
    const QByteArray origin = normalOrigin(head.value("origin"));
    return m_origins.contains(origin) || m_ownHosts.isOwnOrigin(origin, head.value("host"));
}

std::variant<UpgradeFacts, Refusal> UpgradePolicy::check(const QByteArray &text) const
{
    const auto head = parseRequestHead(text);
    if (!head)
        return badRequest("This is not an HTTP/1.1 request.");
    if (head->target != "/ws")
        return Refusal{404, "Not Found", "There is only /ws here.", {}};
    if (head->method != "GET")
        return Refusal{405, "Method Not Allowed", "A WebSocket begins with GET.", "Allow: GET\r\n"};
    const auto host = head->count("host") == 1 ? hostName(head->value("host")) : std::nullopt;
    if (!host)
        return badRequest("The request needs one valid Host field.");
    if (head->count("origin") > 1)
        return badRequest("The request has more than one Origin.");
    if (!originAllowed(*head))
        return Refusal{
            403, "Forbidden", "Pages of this origin may not connect; server.allowed_origins lists who may.", {}};
    if (!head->lists("upgrade", "websocket") || !head->lists("connection", "upgrade"))
        return Refusal{426, "Upgrade Required", "Connect with a WebSocket client.", "Upgrade: websocket\r\n"};
    if (head->value("sec-websocket-version") != "13")
        return Refusal{426, "Upgrade Required", "WebSocket version 13 is spoken here.",
                       "Sec-WebSocket-Version: 13\r\n"};
    if (head->count("sec-websocket-key") != 1 || QByteArray::fromBase64(head->value("sec-websocket-key")).size() != 16)
        return badRequest("The request needs one Sec-WebSocket-Key of 16 bytes.");
    return UpgradeFacts{*host, printable(head->value("user-agent")), head->joined("x-forwarded-for")};
}

}  // namespace cs
