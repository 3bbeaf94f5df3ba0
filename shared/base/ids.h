#pragma once

#include <compare>
#include <functional>
#include <optional>

#include <QHashFunctions>
#include <QString>

namespace cs {

// The number of a camera in its public name `cameraN`: given once, never reused. Invalid until set.
class CameraId {
public:
    CameraId() = default;
    explicit constexpr CameraId(quint32 number) : m_number(number) {}
    // Accepts ^camera[0-9]+$. A number with leading zeros or of more than nine digits is well-formed but was never
    // given to a camera: it becomes Nowhere, which no registry knows, so that one camera never has two names.
    static std::optional<CameraId> parse(QStringView text);

    bool isValid() const { return m_number != Invalid; }
    quint32 number() const { return m_number; }
    QString toString() const;

    friend auto operator<=>(const CameraId &, const CameraId &) = default;
    friend size_t qHash(CameraId id, size_t seed = 0) { return ::qHash(id.m_number, seed); }

private:
    static constexpr quint32 Invalid = 0xffffffff;
    static constexpr quint32 Nowhere = 0xfffffffe;
    quint32 m_number = Invalid;
};

// One accepted peer (WebSocket or control socket); unique for the life of the process.
enum class ConnectionId : quint64 {};
inline size_t qHash(ConnectionId id, size_t seed = 0)
{
    return ::qHash(static_cast<quint64>(id), seed);
}

// One signed-in session; public as `session_id`, carries no secret.
class SessionId {
public:
    SessionId() = default;
    explicit SessionId(QString text) : m_text(std::move(text)) {}
    bool isValid() const { return !m_text.isEmpty(); }
    const QString &toString() const { return m_text; }
    friend bool operator==(const SessionId &, const SessionId &) = default;
    friend size_t qHash(const SessionId &id, size_t seed = 0) { return ::qHash(id.m_text, seed); }

private:
    QString m_text;
};

}  // namespace cs

template<>
struct std::hash<cs::CameraId> {
    size_t operator()(cs::CameraId id) const noexcept { return id.number(); }
};
