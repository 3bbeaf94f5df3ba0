#include "mediamtx/serverpoller.h"

#include <chrono>

#include "mediamtx/apiclient.h"
#include "mediamtx/internaltokens.h"
#include "mediamtx/logging.h"

namespace cs {

using namespace std::chrono_literals;

namespace {

constexpr auto ProbeInterval = 25ms;
constexpr auto PollInterval = 500ms;
constexpr auto BeatInterval = 500ms;
// The start time is asked for with every fourth poll.
constexpr int PollsPerInfo = 4;

// MediaMTX writes years before 1970 for "never".
std::optional<Timestamp> toTime(const QString &text)
{
    const auto time = fromIso(text);
    return time && toMicroseconds(*time) > 0 ? time : std::nullopt;
}

}  // namespace

ServerPoller::ServerPoller(ApiClient &api, const InternalTokens &tokens, QObject *parent)
    : QObject(parent),
      m_api(api),
      m_tokens(tokens)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &ServerPoller::ask);
    m_heart.setInterval(BeatInterval);
    m_heart.setTimerType(Qt::PreciseTimer);
    connect(&m_heart, &QTimer::timeout, this, &ServerPoller::onBeat);
}

void ServerPoller::start()
{
    stop();
    m_phase = Phase::Probing;
    m_heart.start();
    m_timer.start(ProbeInterval);
}

void ServerPoller::stop()
{
    ++m_round;
    m_phase = Phase::Stopped;
    m_timer.stop();
    m_heart.stop();
    m_beatsWithoutAnswer = 0;
    m_started.clear();
    m_polls = 0;
    m_paths.clear();
}

void ServerPoller::ask()
{
    if (m_phase == Phase::Polling && m_polls++ % PollsPerInfo != 0) {
        askPaths();
        return;
    }
    whenDone(this, m_api.info(), [this, round = m_round](const Result<MtxInfo> &info) {
        if (round == m_round)
            onInfo(info);
    });
}

void ServerPoller::onInfo(const Result<MtxInfo> &info)
{
    if (!info.ok()) {
        onNoAnswer();
        return;
    }
    const int round = m_round;
    m_version = info->version;
    const bool changed = !m_started.isEmpty() && m_started != info->started;
    m_started = info->started;
    if (m_phase == Phase::Probing) {
        m_phase = Phase::Polling;
        m_beatsWithoutAnswer = 0;
        Q_EMIT answered();
    } else if (changed) {
        Q_EMIT startTimeChanged();
    }
    // Who listens may have stopped us.
    if (round == m_round)
        askPaths();
}

void ServerPoller::askPaths()
{
    whenDone(this, m_api.paths(), [this, round = m_round](const Result<std::vector<MtxPath>> &paths) {
        if (round == m_round)
            onPaths(paths);
    });
}

void ServerPoller::onPaths(const Result<std::vector<MtxPath>> &paths)
{
    if (!paths.ok()) {
        onNoAnswer();
        return;
    }
    setBeats(0);
    m_paths.clear();
    m_paths.reserve(static_cast<qsizetype>(paths->size()));
    for (const MtxPath &path : *paths)
        m_paths.insert(path.name, toState(path));
    askLater();
    Q_EMIT polled();
}

void ServerPoller::onNoAnswer()
{
    if (m_beatsWithoutAnswer < LostBeats)
        askLater();
    else
        Q_EMIT lost();
}

void ServerPoller::onBeat()
{
    setBeats(m_beatsWithoutAnswer + 1);
}

void ServerPoller::setBeats(int beats)
{
    const bool wasSilent = isSilent();
    m_beatsWithoutAnswer = beats;
    if (isSilent() == wasSilent)
        return;
    if (isSilent())
        qCWarning(lcMediaMtx) << "MediaMTX does not answer at the moment";
    else
        qCInfo(lcMediaMtx) << "MediaMTX answers again";
    Q_EMIT silenceChanged();
}

void ServerPoller::askLater()
{
    m_timer.start(m_phase == Phase::Probing ? ProbeInterval : PollInterval);
}

PathState ServerPoller::toState(const MtxPath &path) const
{
    PathState state{path.name,
                    path.available,
                    path.online,
                    path.inboundBytes,
                    path.outboundBytes,
                    0,
                    toTime(path.availableTime),
                    {},
                    {}};
    for (const MtxReader &reader : path.readers)
        state.readers += m_tokens.isOwnReader(reader.id) ? 0 : 1;
    for (const MtxTrack &track : path.tracks2) {
        state.codecs << track.codec;
        if (state.size.isEmpty() && track.codecProps)
            state.size = QSize(static_cast<int>(track.codecProps->width), static_cast<int>(track.codecProps->height));
    }
    return state;
}

}  // namespace cs

#include "moc_serverpoller.cpp"
