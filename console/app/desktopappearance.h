#pragma once

#include <QDBusVariant>
#include <QObject>

namespace cs {

// Asks the desktop whether it is dark (the portal's org.freedesktop.appearance, color-scheme), and follows it. Says
// nothing where there is no portal. Lives on the window's thread, which it never blocks.
class DesktopAppearance final : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    ~DesktopAppearance() override;

    void ask();

Q_SIGNALS:
    void darkChanged(bool isDark);

private Q_SLOTS:
    void onSettingChanged(const QString &space, const QString &key, const QDBusVariant &value);

private:
    void take(const QVariant &value);
};

}  // namespace cs
