#include "video/liveview.h"

#include <algorithm>

#include <QRandomGenerator>

namespace cs {

LiveView::LiveView(std::unique_ptr<VideoSource> source, UrlProvider provider, Settings settings, QObject *parent)
    : QObject(parent),
      m_source(std::move(source)),
      m_provider(std::move(provider)),
      m_settings(std::move(settings)),
      m_wait(m_settings.firstWait)
{
    m_settings.options.kind = VideoSource::Options::Kind::Live;
    for (QTimer *timer : {&m_retry, &m_openingTimer, &m_stallTimer})
        timer->setSingleShot(true);
    m_openingTimer.setInterval(m_settings.openingPatience);
    m_stallTimer.setInterval(m_settings.stalledWait);
    connect(&m_retry, &QTimer::timeout, this, &LiveView::openNext);
    connect(&m_stallTimer, &QTimer::timeout, this, &LiveView::openNext);
    connect(&m_openingTimer, &QTimer::timeout, this, &LiveView::onOpeningTookTooLong);
    connect(m_source.get(), &VideoSource::frame, this, &LiveView::onFrame);
    connect(m_source.get(), &VideoSource::stateChanged, this, &LiveView::onSourceState);
}

LiveView::~LiveView()
{
    m_source->disconnect(this);
}

void LiveView::start()
{
    if (m_state != State::Stopped)
        return;
    m_wait = m_settings.firstWait;
    m_lastPicture.reset();
    m_why = VideoSource::None;
    m_detail.clear();
    m_addressError.reset();
    openNext();
}

void LiveView::stop()
{
    ++m_attempt;
    for (QTimer *timer : {&m_retry, &m_openingTimer, &m_stallTimer})
        timer->stop();
    changeState(State::Stopped);
    m_source->close();
}

void LiveView::retryNow()
{
    if (m_state != State::Waiting && m_state != State::Stalled)
        return;
    m_wait = m_settings.firstWait;
    openNext();
}

std::optional<std::chrono::milliseconds> LiveView::lastPictureAge() const
{
    if (!m_lastPicture)
        return {};
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - *m_lastPicture);
}

void LiveView::openNext()
{
    const quint64 attempt = ++m_attempt;
    m_retry.stop();
    m_stallTimer.stop();
    m_openingTimer.start();
    changeState(State::Opening);
    if (attempt != m_attempt)
        return;
    m_source->close();
    whenDone(this, m_provider(), [this, attempt](const Result<QUrl> &address) {
        if (attempt == m_attempt)
            onAddress(address);
    });
}

void LiveView::onAddress(const Result<QUrl> &address)
{
    if (address.ok()) {
        m_addressError.reset();
        m_source->open(*address, m_settings.options);
        return;
    }
    m_addressError = address.error();
    m_why = VideoSource::None;
    m_detail = address.error().message;
    waitAndRetry();
}

void LiveView::onFrame(const QImage &picture)
{
    m_lastPicture = std::chrono::steady_clock::now();
    Q_EMIT frame(picture);
}

void LiveView::onSourceState(VideoSource::State state, VideoSource::Why why, const QString &detail)
{
    if (m_state == State::Stopped)
        return;
    switch (state) {
    case VideoSource::Live:
    case VideoSource::Paused:
        m_openingTimer.stop();
        m_stallTimer.stop();
        m_wait = m_settings.firstWait;
        m_why = VideoSource::None;
        m_detail.clear();
        changeState(State::Moving);
        break;
    case VideoSource::Stalled:
        m_stallTimer.start();
        changeState(State::Stalled);
        break;
    case VideoSource::Failed:
    case VideoSource::Ended:
        m_why = state == VideoSource::Ended ? VideoSource::Lost : why;
        m_detail = detail;
        waitAndRetry();
        break;
    case VideoSource::Idle:
    case VideoSource::Connecting: break;
    }
}

void LiveView::onOpeningTookTooLong()
{
    ++m_attempt;
    m_source->close();
    m_addressError.reset();
    m_why = VideoSource::Timeout;
    m_detail = QStringLiteral("no picture came in time");
    waitAndRetry();
}

void LiveView::waitAndRetry()
{
    m_openingTimer.stop();
    m_stallTimer.stop();
    // Many views lose their pictures at once; they shall not all come back in the same moment.
    const auto jitter = 0.25 * double(m_wait.count()) * (QRandomGenerator::global()->generateDouble() * 2 - 1);
    m_retry.start(m_wait + std::chrono::milliseconds(qint64(jitter)));
    m_wait = std::min(m_wait * 2, m_settings.longestWait);
    changeState(State::Waiting);
}

void LiveView::changeState(State state)
{
    if (m_state == state)
        return;
    m_state = state;
    Q_EMIT stateChanged(state);
}

}  // namespace cs

#include "moc_liveview.cpp"
