#include "api/cameras.h"
#include "api/server.h"
#include "cli/celltext.h"
#include "cli/command.h"
#include "cli/commandtable.h"
#include "cli/units.h"

namespace cs {

namespace {

Table::Paint paintOf(const QString &state)
{
    if (state == QLatin1String("HEALTHY") || state == QLatin1String("RUNNING") || state == QLatin1String("ready"))
        return Table::Paint::Good;
    const bool bad = state == QLatin1String("UNHEALTHY") || state == QLatin1String("ERROR")
                     || state == QLatin1String("STOPPED");
    return bad ? Table::Paint::Bad : Table::Paint::Warning;
}

// Asks one thing after another; what only an admin may know is left out for others.
class StatusCommand final : public Command {
public:
    using Command::Command;

protected:
    void run() override
    {
        ask<api::GetServerInfo>({}, [this](api::GetServerInfo::Reply info) {
            m_info = std::move(info);
            askSystem();
        });
    }

private:
    void askSystem()
    {
        ask<api::GetSystemStatus>({}, [this](api::GetSystemStatus::Reply system) {
            m_system = std::move(system);
            ask<api::GetCameraList>({}, [this](api::GetCameraList::Reply cameras) {
                m_cameras = std::move(cameras);
                askHealth();
            });
        });
    }

    void askHealth()
    {
        optional<api::GetStatus>(m_health, [this] {
            optional<api::GetStorageInfo>(m_storage, [this] {
                const bool printed = output().isJson() ? output().json(json()) : print();
                finish(printed ? Exit::Ok : Exit::Failed);
            });
        });
    }

    // Denied is no error here.
    template<api::Method M, class Fn>
    void optional(std::optional<typename M::Reply> &into, Fn next)
    {
        attempt<M>({}, [this, &into, next](Result<typename M::Reply> reply) {
            if (!reply.ok() && reply.error().code != ErrorCode::PermissionDenied) {
                fail(reply.error());
                return;
            }
            if (reply.ok())
                into = std::move(reply).value();
            next();
        });
    }

    QByteArray json() const
    {
        json::Writer writer;
        writer.beginObject();
        const auto add = [&writer](const char *name, const auto &value) {
            writer.key(name);
            writer.raw(json::toJson(value));
        };
        add("server", m_info);
        add("system", m_system);
        if (m_health)
            add("health", *m_health);
        if (m_storage)
            add("storage", *m_storage);
        writer.key("cameras");
        writer.beginObject();
        writer.key("total");
        writer.value(m_cameras.total);
        writer.key("connected");
        writer.value(m_cameras.connected);
        writer.endObject();
        writer.endObject();
        return writer.take();
    }

    bool print()
    {
        m_lines.clear();
        add(QStringLiteral("Service"),
            QStringLiteral("%1 %2 at %3")
                .arg(harmless(m_info.name), harmless(m_info.version), harmless(client().peer())));
        if (m_health) {
            add(QStringLiteral("Health"), state(json::enumName(m_health->status)));
            add(QStringLiteral("Running for"), lengthText(m_health->uptime));
            const api::Components &parts = m_health->components;
            add(QStringLiteral("Parts"),
                QStringLiteral("clients %1, cameras %2, media server %3")
                    .arg(state(json::enumName(parts.websocketServer)), state(json::enumName(parts.cameraMonitor)),
                         state(json::enumName(parts.mediamtx))));
        }
        const QString message = m_system.message.isEmpty() ? QString()
                                                           : QStringLiteral(" (%1)").arg(harmless(m_system.message));
        add(QStringLiteral("State"), state(json::enumName(m_system.status)) + message);
        add(QStringLiteral("Cameras"),
            QStringLiteral("%1 of %2 connected").arg(m_cameras.connected).arg(m_cameras.total));
        add(QStringLiteral("MediaMTX"),
            m_info.mediamtxVersion.isEmpty() ? QStringLiteral("down") : harmless(m_info.mediamtxVersion));
        if (m_storage)
            addStorage(*m_storage);
        return output().text(m_lines);
    }

    void addStorage(const api::GetStorageInfo::Reply &storage)
    {
        add(QStringLiteral("Storage"), QStringLiteral("%1 free of %2%3; recordings %4, snapshots %5")
                                           .arg(sizeText(storage.availableSpace), sizeText(storage.totalSpace),
                                                storage.lowSpaceWarning ? QStringLiteral(" (LOW)") : QString(),
                                                sizeText(storage.recordingsSize), sizeText(storage.snapshotsSize)));
    }

    QString state(const QString &word)
    {
        return output().colours() == Table::Colours::On ? painted(word, paintOf(word)) : word;
    }

    // `value` may hold colours; what came over the wire was made harmless before.
    void add(const QString &name, const QString &value)
    {
        m_lines += QStringLiteral("%1 %2\n").arg(name, -12).arg(value);
    }

    api::GetServerInfo::Reply m_info;
    api::GetSystemStatus::Reply m_system;
    api::GetCameraList::Reply m_cameras;
    std::optional<api::SystemHealth> m_health;
    std::optional<api::GetStorageInfo::Reply> m_storage;
    QString m_lines;
};

}  // namespace

CommandSpec statusSpec()
{
    CommandSpec spec;
    spec.name = QStringLiteral("status");
    spec.summary = QStringLiteral("Say what the service is and how it and its parts are.");
    spec.details = QStringLiteral(
        "Health, parts and storage are shown to admins only.\n"
        "--json prints one object: server, system, cameras, and for admins health and storage.");
    spec.make = makeCommand<StatusCommand>;
    return spec;
}

}  // namespace cs
