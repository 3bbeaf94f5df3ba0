#include "app/desktopappearance.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

namespace cs {

namespace {

constexpr auto portal = "org.freedesktop.portal.Desktop";
constexpr auto path = "/org/freedesktop/portal/desktop";
constexpr auto settings = "org.freedesktop.portal.Settings";
constexpr auto appearance = "org.freedesktop.appearance";
constexpr auto colorScheme = "color-scheme";

QString latin(const char *text)
{
    return QString::fromLatin1(text);
}

}  // namespace

DesktopAppearance::~DesktopAppearance() = default;

void DesktopAppearance::ask()
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    bus.connect(latin(portal), latin(path), latin(settings), QStringLiteral("SettingChanged"), this,
                SLOT(onSettingChanged(QString, QString, QDBusVariant)));
    QDBusMessage call = QDBusMessage::createMethodCall(latin(portal), latin(path), latin(settings),
                                                       QStringLiteral("Read"));
    call << latin(appearance) << latin(colorScheme);
    auto *answer = new QDBusPendingCallWatcher(bus.asyncCall(call, 3000), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this, answer] {
        answer->deleteLater();
        const QDBusPendingReply<QDBusVariant> reply = *answer;
        if (reply.isValid())
            take(reply.value().variant());
    });
}

void DesktopAppearance::onSettingChanged(const QString &space, const QString &key, const QDBusVariant &value)
{
    if (space == latin(appearance) && key == latin(colorScheme))
        take(value.variant());
}

void DesktopAppearance::take(const QVariant &value)
{
    // Older portals wrap the number twice. 0: no wish, 1: dark, 2: light.
    const QVariant number = value.userType() == qMetaTypeId<QDBusVariant>() ? value.value<QDBusVariant>().variant() : value;
    if (number.toUInt() == 1 || number.toUInt() == 2)
        Q_EMIT darkChanged(number.toUInt() == 1);
}

}  // namespace cs

#include "moc_desktopappearance.cpp"
