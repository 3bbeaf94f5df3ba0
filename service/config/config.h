#pragma once

#include <vector>

#include <QString>

#include "config/tlsconfig.h"
#include "json/codec.h"

namespace cs {

// A configured text that is never shown.
struct Secret {
    QString value;
};

enum class PlainUrls { SignedInAddress, Denied, Open };
enum class MetricsReaders { Local, Admin, Open };
enum class LogLevel { Debug, Info, Warning, Critical };
enum class LogFormat { Text, Json };

using Port = json::Int<0, 65535>;

// Everything that can be set; the member names below are the keys of the file ("server.port"), of the environment
// (CAMERA_SERVICE_SERVER_PORT) and of --set. Defaults are the values the members are constructed with.
struct ServerConfig {
    QString host;
    Port port = 8002;
    std::vector<QString> allowedOrigins{
        QStringLiteral("http://localhost:3000"), QStringLiteral("https://localhost:3000"),
        QStringLiteral("http://127.0.0.1:3000"), QStringLiteral("https://127.0.0.1:3000")};
    json::Int<1, 100000> maxConnections = 5000;
    json::Int<1, 100000> maxConnectionsPerAddress = 1000;
    json::Int<1024, 67108864> maxFrameBytes = 1048576;
    json::Int<1, 1000> maxBatch = 50;
    json::Int<1, 1000000> requestsPerSecond = 500;
    json::Int<1, 1000000> requestsPerSecondPerAddress = 2000;
    std::vector<QString> trustedProxies;
    static json::Fields fields()
    {
        using json::defaulted;
        using C = ServerConfig;
        return {defaulted("host", &C::host, "address to listen on; empty: all interfaces, IPv4 and IPv6"),
                defaulted("port", &C::port, "TCP port of the WebSocket API"),
                defaulted("allowed_origins", &C::allowedOrigins,
                          "web origins (scheme://host[:port]) that may connect besides the service's own"),
                defaulted("max_connections", &C::maxConnections, "open sockets at most"),
                defaulted("max_connections_per_address", &C::maxConnectionsPerAddress,
                          "open sockets of one address at most"),
                defaulted("max_frame_bytes", &C::maxFrameBytes, "one WebSocket message at most, in bytes"),
                defaulted("max_batch", &C::maxBatch, "calls of one JSON-RPC batch at most"),
                defaulted("requests_per_second", &C::requestsPerSecond, "calls per second of one socket, on average"),
                defaulted("requests_per_second_per_address", &C::requestsPerSecondPerAddress,
                          "calls per second of all sockets of one address, on average"),
                defaulted("trusted_proxies", &C::trustedProxies,
                          "addresses or networks of proxies whose X-Forwarded-For is believed")};
    }
};

struct HttpConfig {
    Port port = 8003;
    QString publicUrl;
    json::Int<1, 10000> maxConnections = 500;
    MetricsReaders metrics = MetricsReaders::Local;
    static json::Fields fields()
    {
        using json::defaulted;
        using C = HttpConfig;
        return {
            defaulted("port", &C::port, "TCP port of downloads and health"),
            defaulted(
                "public_url", &C::publicUrl,
                "what download addresses begin with, such as https://cams.example.org; empty: the host the client connected to"),
            defaulted("max_connections", &C::maxConnections, "open connections at most"),
            defaulted("metrics", &C::metrics,
                      "who may read /metrics: local (this host without a proxy, and admins), admin or open")};
    }
};

struct MediaMtxConfig {
    QString binary;
    Port rtspPort = 8554;
    Port hlsPort = 8888;
    Port webrtcPort = 8889;
    Port webrtcUdpPort = 8189;
    Port apiPort = 9997;
    Port metricsPort = 9998;
    Port authPort = 8004;
    static json::Fields fields()
    {
        using json::defaulted;
        using C = MediaMtxConfig;
        return {defaulted("binary", &C::binary,
                          "the MediaMTX program; empty: looked for on PATH and in the per-user cache"),
                defaulted("rtsp_port", &C::rtspPort, "TCP port of RTSP"),
                defaulted("hls_port", &C::hlsPort, "TCP port of HLS"),
                defaulted("webrtc_port", &C::webrtcPort, "TCP port of WebRTC signalling"),
                defaulted("webrtc_udp_port", &C::webrtcUdpPort, "UDP port of WebRTC media"),
                defaulted("api_port", &C::apiPort, "TCP port of its control API, on loopback"),
                defaulted("metrics_port", &C::metricsPort, "TCP port of its metrics, on loopback"),
                defaulted("auth_port", &C::authPort, "TCP port where it asks us who may watch, on loopback")};
    }
};

struct StreamsConfig {
    PlainUrls plainUrls = PlainUrls::SignedInAddress;
    std::vector<QString> trustedProxies;
    json::Int<30, 86400> tokenLifetime = 300;
    QString publicRtspUrl;
    QString publicHlsUrl;
    QString publicWebrtcUrl;
    static json::Fields fields()
    {
        using json::defaulted;
        using C = StreamsConfig;
        return {
            defaulted("plain_urls", &C::plainUrls,
                      "who may play an address without a token: signed_in_address, denied or open"),
            defaulted("trusted_proxies", &C::trustedProxies,
                      "addresses of proxies, which stand for many clients and so never for one"),
            defaulted("token_lifetime", &C::tokenLifetime, "seconds for which a player may start with a stream token"),
            defaulted(
                "public_rtsp_url", &C::publicRtspUrl,
                "what RTSP addresses begin with, such as rtsp://cams.example.org:554; empty: the host the client connected to and the port"),
            defaulted("public_hls_url", &C::publicHlsUrl,
                      "the same for HLS, such as https://cams.example.org/hls; empty: host and port"),
            defaulted("public_webrtc_url", &C::publicWebrtcUrl,
                      "the same for WebRTC, such as https://cams.example.org/webrtc; empty: host and port")};
    }
};

struct AuthConfig {
    Secret jwtSecret;
    bool foreignUsers = true;
    QString issuersFile;
    json::Int<1, 1440> accessTokenMinutes = 15;
    json::Int<1, 365> refreshTokenDays = 30;
    json::Int<1, 100000> maxSessionsPerUser = 50;
    json::Int<8, 4096> passwordMemoryMib = 64;
    json::Int<1, 100> passwordPasses = 3;
    static json::Fields fields()
    {
        using json::defaulted;
        using C = AuthConfig;
        return {
            defaulted(
                "jwt_secret", &C::jwtSecret,
                "shared secret of HS256 tokens, 32 characters or more; empty: a random one made at the first start"),
            defaulted("foreign_users", &C::foreignUsers,
                      "whether a valid token of a user the service does not know is accepted"),
            defaulted("issuers_file", &C::issuersFile,
                      "JSON file of the outside issuers (OpenID providers) whose tokens are accepted; empty: none"),
            defaulted("access_token_minutes", &C::accessTokenMinutes,
                      "how long a login counts before its refresh token must renew it"),
            defaulted("refresh_token_days", &C::refreshTokenDays, "how long a refresh token is good"),
            defaulted("max_sessions_per_user", &C::maxSessionsPerUser,
                      "sessions by login or key, and logins, of one user; the oldest ends when there are more"),
            defaulted("password_memory_mib", &C::passwordMemoryMib,
                      "memory that checking one password takes (argon2id), in MiB"),
            defaulted("password_passes", &C::passwordPasses, "how often that memory is gone through")};
    }
};

struct StorageConfig {
    QString stateDir = QStringLiteral("/var/lib/camera-service");
    QString recordingsDir;
    QString snapshotsDir;
    json::Int<0, 1099511627776> minimumFreeBytes = 1073741824;
    json::Int<0, 50> minimumFreePercent = 5;
    static json::Fields fields()
    {
        using json::defaulted;
        using C = StorageConfig;
        return {
            defaulted("state_dir", &C::stateDir, "folder of the database, secrets and the control socket"),
            defaulted("recordings_dir", &C::recordingsDir, "folder of recordings; empty: recordings below state_dir"),
            defaulted("snapshots_dir", &C::snapshotsDir, "folder of snapshots; empty: snapshots below state_dir"),
            defaulted("minimum_free_bytes", &C::minimumFreeBytes, "bytes to leave free on the disk"),
            defaulted("minimum_free_percent", &C::minimumFreePercent,
                      "percent to leave free; the smaller of both counts")};
    }
};

struct CamerasConfig {
    json::Int<1, 1000> max = 64;
    QString ffmpeg;
    static json::Fields fields()
    {
        using json::defaulted;
        using C = CamerasConfig;
        return {defaulted("max", &C::max, "cameras at most"),
                defaulted("ffmpeg", &C::ffmpeg, "the ffmpeg program; empty: found on PATH")};
    }
};

struct MediaConfig {
    Role deleteRole = Role::Admin;
    json::Int<300, 86400> downloadLifetime = 3600;
    static json::Fields fields()
    {
        using json::defaulted;
        using C = MediaConfig;
        return {defaulted("delete_role", &C::deleteRole, "who may delete recordings and snapshots: operator or admin"),
                defaulted("download_lifetime", &C::downloadLifetime, "seconds for which a download address is valid")};
    }
};

struct AuditConfig {
    json::Int<0, 36500> keepDays = 0;
    json::Int<0, 1000000000> keepRecords = 0;
    QString archiveDir;
    static json::Fields fields()
    {
        using json::defaulted;
        using C = AuditConfig;
        return {defaulted("keep_days", &C::keepDays, "days after which audit records are given up; 0: never"),
                defaulted("keep_records", &C::keepRecords, "how many of the newest audit records are kept; 0: all"),
                defaulted("archive_dir", &C::archiveDir,
                          "folder where audit records are written to before they are given up; empty: nowhere")};
    }
};

struct LogConfig {
    LogLevel level = LogLevel::Info;
    LogFormat format = LogFormat::Text;
    static json::Fields fields()
    {
        using json::defaulted;
        using C = LogConfig;
        return {defaulted("level", &C::level, "debug, info, warning or critical"),
                defaulted("format", &C::format, "text or json (one object a line)")};
    }
};

struct Config {
    ServerConfig server;
    HttpConfig http;
    TlsConfig tls;
    MediaMtxConfig mediamtx;
    StreamsConfig streams;
    AuthConfig auth;
    StorageConfig storage;
    CamerasConfig cameras;
    MediaConfig media;
    AuditConfig audit;
    LogConfig log;
    static json::Fields fields()
    {
        using json::defaulted;
        using C = Config;
        return {defaulted("server", &C::server, "the WebSocket API"),
                defaulted("http", &C::http, "downloads and health"),
                defaulted("tls", &C::tls, "encryption"),
                defaulted("mediamtx", &C::mediamtx, "the media server"),
                defaulted("streams", &C::streams, "who may watch"),
                defaulted("auth", &C::auth, "who may sign in"),
                defaulted("storage", &C::storage, "where things are kept"),
                defaulted("cameras", &C::cameras, "cameras"),
                defaulted("media", &C::media, "recordings and snapshots"),
                defaulted("audit", &C::audit, "the audit trail"),
                defaulted("log", &C::log, "the log")};
    }

    // The folders with their defaults filled in.
    QString recordingsDir() const;
    QString snapshotsDir() const;
};

}  // namespace cs

template<>
struct cs::json::EnumNames<cs::PlainUrls> {
    using E = cs::PlainUrls;
    static constexpr std::pair<E, const char *> names[] = {
        {E::SignedInAddress, "signed_in_address"}, {E::Denied, "denied"}, {E::Open, "open"}};
};
template<>
struct cs::json::EnumNames<cs::MetricsReaders> {
    using E = cs::MetricsReaders;
    static constexpr std::pair<E, const char *> names[] = {{E::Local, "local"}, {E::Admin, "admin"}, {E::Open, "open"}};
};
template<>
struct cs::json::EnumNames<cs::LogLevel> {
    using E = cs::LogLevel;
    static constexpr std::pair<E, const char *> names[] = {
        {E::Debug, "debug"}, {E::Info, "info"}, {E::Warning, "warning"}, {E::Critical, "critical"}};
};
template<>
struct cs::json::EnumNames<cs::LogFormat> {
    using E = cs::LogFormat;
    static constexpr std::pair<E, const char *> names[] = {{E::Text, "text"}, {E::Json, "json"}};
};
template<>
struct cs::json::Codec<cs::Secret> {
    static MaybeProblem read(const Value &value, cs::Secret &out, Unknown)
    {
        return readText(value, 0, 4096, out.value);
    }
    static void write(Writer &writer, const cs::Secret &secret)
    {
        writer.value(secret.value.isEmpty() ? QString() : QStringLiteral("********"));
    }
    static QJsonObject schema() { return {{"type", "string"}, {"writeOnly", true}}; }
};
