#include "models/camerareader.h"

#include <chrono>

#include "api/media.h"
#include "api/notifications.h"

namespace cs {

namespace {

constexpr std::chrono::seconds retryTime{5};
// Open recordings are among the newest; the others are told by recording.progress within seconds.
constexpr qint64 newestRecordings = 100;

const QStringList &cameraTopics()
{
    static const QStringList topics{QStringLiteral("camera_status_update"), QStringLiteral("camera.disconnected"),
                                    QStringLiteral("recording.start"),      QStringLiteral("recording.progress"),
                                    QStringLiteral("recording.stop"),       QStringLiteral("recording.error")};
    return topics;
}

}  // namespace

CameraReader::CameraReader(Session &session, EventFeed &feed)
    : m_session(session),
      m_feed(feed),
      m_interest(feed.want(cameraTopics())),
      m_calls(session)
{
    m_retry.setSingleShot(true);
    m_retry.setInterval(retryTime);
    connect(&m_retry, &QTimer::timeout, this, &CameraReader::reload);
    connect(&session, &Session::stateChanged, this, &CameraReader::onSessionState);
    connect(&session, &Session::roleChanged, this, &CameraReader::reload);
    connect(&feed, &EventFeed::event, this, &CameraReader::onEvent);
    connect(&feed, &EventFeed::resyncNeeded, this, &CameraReader::reload);
    connect(&feed, &EventFeed::currentChanged, this, &CameraReader::onFeedCurrent);
}

CameraReader::~CameraReader() = default;

void CameraReader::reload()
{
    m_calls.cancelAll();
    m_retry.stop();
    m_loading = true;
    m_failed = false;
    Q_EMIT begun();
    Q_EMIT currentChanged();
    m_calls.ask<api::GetCameraList>({}, [this](const Result<api::GetCameraList::Reply> &reply) { onList(reply); });
}

void CameraReader::onList(const Result<api::GetCameraList::Reply> &reply)
{
    if (!reply.ok()) {
        m_failed = true;
        Q_EMIT failed(reply.error());
        if (m_session.isLive())
            m_retry.start();
        return;
    }
    m_loading = false;
    Q_EMIT listed(reply->cameras);
    Q_EMIT currentChanged();
    readRecordings();
}

void CameraReader::readRecordings()
{
    api::Page page;
    page.limit = newestRecordings;
    m_calls.ask<api::ListRecordings>(page, [this](const Result<api::MediaPage> &reply) {
        // Their events come anyway.
        if (!reply.ok())
            return;
        for (const api::MediaFile &file : reply->files) {
            if (file.device && file.state == QLatin1String("recording"))
                Q_EMIT recordingChanged(*file.device, file.filename);
        }
    });
}

void CameraReader::onSessionState()
{
    if (!m_session.isLive())
        m_retry.stop();
    if (m_session.state() == Session::State::SignedOut) {
        m_calls.cancelAll();
        m_loading = true;
        m_failed = false;
        Q_EMIT signedOut();
    }
    Q_EMIT currentChanged();
}

// The missed events are in, but the list that they belong to may have been lost with the connection.
void CameraReader::onFeedCurrent(bool isCurrent)
{
    if (isCurrent && m_failed)
        reload();
    else
        Q_EMIT currentChanged();
}

void CameraReader::onEvent(const QString &topic, const json::Value &params)
{
    if (topic == QLatin1String("camera_status_update")) {
        if (const auto row = json::fromValue<api::CameraRow>(params, json::Unknown::Ignore); row.ok())
            Q_EMIT changed(*row);
    } else if (topic == QLatin1String("camera.disconnected")) {
        if (const auto gone = json::fromValue<api::CameraEvent>(params, json::Unknown::Ignore); gone.ok())
            askWhetherGone(gone->device);
    } else if (topic.startsWith(QLatin1String("recording."))) {
        const auto recording = json::fromValue<api::RecordingEvent>(params, json::Unknown::Ignore);
        if (!recording.ok())
            return;
        const bool runs = topic == QLatin1String("recording.start") || topic == QLatin1String("recording.progress");
        Q_EMIT recordingChanged(recording->device, runs ? recording->filename : FileName());
    }
}

// The event is the same for a camera that was removed and one whose picture stands still.
void CameraReader::askWhetherGone(CameraId device)
{
    m_calls.ask<api::GetCameraStatus>({device}, [this, device](const Result<api::GetCameraStatus::Reply> &reply) {
        if (!reply.ok() && reply.error().code == ErrorCode::NotFound)
            Q_EMIT removed(device);
    });
}

}  // namespace cs

#include "moc_camerareader.cpp"
