#include "app/desktopappearance.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

namespace cs {

namespace {

constexpr auto portalName = "org.freedesktop.portal.Desktop";
constexpr auto portalPath = "/org/freedesktop/portal/desktop";
constexpr auto portalSettings = "org.freedesktop.portal.Settings";
constexpr auto appearanceSpace = "org.freedesktop.appearance";
constexpr auto colorSchemeKey = "color-scheme";

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
    bus.connect(latin(portalName), latin(portalPath), latin(portalSettings), QStringLiteral("SettingChanged"), this,
                SLOT(onSettingChanged(QString, QString, QDBusVariant)));
    QDBusMessage call = QDBusMessage::createMethodCall(latin(portalName), latin(portalPath), latin(portalSettings),
                                                       QStringLiteral("Read"));
    call << latin(appearanceSpace) << latin(colorSchemeKey);
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
    if (space == latin(appearanceSpace) && key == latin(colorSchemeKey))
        take(value.variant());
}

void DesktopAppearance::take(const QVariant &value)
{
    // Older portals wrap the number twice. 0: no wish, 1: dark, 2: light.
    const QVariant number = value.userType() == qMetaTypeId<QDBusVariant>() ? value.value<QDBusVariant>().variant()
                                                                            : value;
    if (number.toUInt() == 1 || number.toUInt() == 2)
        Q_EMIT darkChanged(number.toUInt() == 1);
}

}  // namespace cs

#include "moc_desktopappearance.cpp"
