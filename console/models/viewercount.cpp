#include "models/viewercount.h"

namespace cs {

namespace {

constexpr std::chrono::milliseconds countInterval{5000};

}  // namespace

ViewerCount::ViewerCount(Session &session) : m_session(session), m_calls(session)
{
    m_timer.setInterval(countInterval);
    connect(&m_timer, &QTimer::timeout, this, &ViewerCount::count);
    connect(&session, &Session::stateChanged, this, &ViewerCount::onSessionState);
    onSessionState();
}

void ViewerCount::follow(bool wanted)
{
    m_wanted = wanted;
    if (wanted)
        count();
}

void ViewerCount::onSessionState()
{
    if (m_session.isLive())
        m_timer.start();
    else
        m_timer.stop();
}

void ViewerCount::count()
{
    if (!m_wanted || !m_session.isLive())
        return;
    m_calls.cancelAll();
    m_calls.ask<api::GetStreams>(
        {},
        [this](const Result<std::vector<api::StreamRow>> &streams) {
            std::map<CameraId, qint64> viewers;
            if (streams.ok()) {
                for (const api::StreamRow &stream : *streams)
                    viewers[stream.name] = stream.readers;
            }
            Q_EMIT counted(viewers);
        },
        countInterval);
}

}  // namespace cs

#include "moc_viewercount.cpp"
