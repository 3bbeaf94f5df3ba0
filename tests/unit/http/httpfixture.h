#pragma once

#include <atomic>
#include <thread>

#include <QTemporaryDir>

#include "auth/rightsview.h"
#include "auth/sessions.h"
#include "auth/tickets.h"
#include "auth/tokengate.h"
#include "http/filecatalogue.h"
#include "http/httpserver.h"
#include "http/publishedhealth.h"

// A whole HTTP server on a free port of loopback, with a folder of files that belong to camera0.
class HttpFixture : public cs::FileCatalogue {
public:
    explicit HttpFixture(const cs::HttpOptions &options = {});
    ~HttpFixture() override;

    quint16 port() const { return m_port; }
    bool write(const QString &name, const QByteArray &content);
    QString path(const QString &name) const { return m_folder.filePath(name); }
    QByteArray bearerLine(cs::Role role = cs::Role::Viewer);
    // The ticket of a fresh session on `connection`.
    QByteArray ticket(const QString &resource, quint64 connection = 1);
    std::optional<cs::ServedFile> find(cs::FileFolder folder, const cs::FileName &name) const override;

    // Every name the catalogue is asked for is answered with this camera and type.
    cs::CameraId camera{0};
    QByteArray contentType = "video/mp4";

    QTemporaryDir m_folder;
    cs::SystemClock clock;
    cs::TokenAuthority authority{QByteArray(32, 's'), clock};
    // Nobody is known at first.
    cs::RightsView rights;
    cs::TokenGate gate{authority, clock};
    cs::Sessions sessions{gate, clock, {&rights}};
    cs::Tickets tickets{QByteArray(32, 't'), sessions.view(), clock, &rights};
    cs::PublishedHealth health;
    cs::HttpServer server;

private:
    void acceptLoop();
    cs::HttpWire wireOf(int socket) const;
    static cs::HttpHead headOf(int socket);
    const bool m_encrypted;
    cs::UniqueFd m_listener;
    quint16 m_port = 0;
    std::thread m_thread;
};
