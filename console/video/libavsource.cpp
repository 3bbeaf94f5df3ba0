#include "video/libavsource.h"

#include <algorithm>
#include <cmath>

#include <QPointer>

#include "video/liveloop.h"
#include "video/playbackloop.h"
#include "video/threadreaper.h"

namespace cs {

namespace {

// More single pictures at once are a seek.
constexpr int MostSteps = 100;

std::optional<VideoProblem> runOpened(const QUrl &url, const VideoSource::Options &options, SourceLink &link)
{
    MediaInput input(link.patience(), options);
    if (auto problem = input.open(url))
        return problem;
    PictureDecoder decoder;
    if (auto problem = decoder.open(input.stream(), options.maxPixels))
        return problem;
    if (options.kind == VideoSource::Options::Kind::Live)
        return LiveLoop(input, decoder, link).run();
    return PlaybackLoop(input, decoder, link).run();
}

}  // namespace

LibavSource::LibavSource(ThreadReaper &reaper, QObject *parent)
    : VideoSource(parent),
      m_reaper(reaper),
      m_stallWatch([this] { return lastFrameAge(); })
{
    connect(&m_stallWatch, &StallWatch::stalled, this,
            [this] { changeState(Stalled, None, QStringLiteral("no picture came")); });
    connect(&m_stallWatch, &StallWatch::moving, this, [this] { changeState(Live); });
}

LibavSource::~LibavSource()
{
    if (m_link)
        m_link->abandon();
}

void LibavSource::open(const QUrl &url, const Options &options)
{
    close();
    m_options = options;
    VideoWishes wishes;
    wishes.targetSize = m_targetSize;
    wishes.keyframesOnly = m_keyframesOnly;
    wishes.rate = m_rate;
    wishes.paused = options.startPaused && options.kind == Options::Kind::Recording;
    m_link = std::make_shared<SourceLink>(
        wishes, [this] { QMetaObject::invokeMethod(this, &LibavSource::onNews, Qt::QueuedConnection); });
    m_reaper.run([link = m_link, url, options] {
        const auto problem = runOpened(url, options, *link);
        if (problem)
            link->tellFailure(problem->why, problem->detail);
    });
    changeState(Connecting);
}

void LibavSource::close()
{
    if (m_link)
        m_link->abandon();
    m_link.reset();
    m_duration = {};
    changeState(Idle);
}

void LibavSource::setTargetSize(QSize size)
{
    m_targetSize = size;
    if (m_link)
        m_link->wish([size](VideoWishes &wishes) { wishes.targetSize = size; });
}

void LibavSource::setKeyframesOnly(bool keyframesOnly)
{
    m_keyframesOnly = keyframesOnly;
    if (m_link)
        m_link->wish([keyframesOnly](VideoWishes &wishes) { wishes.keyframesOnly = keyframesOnly; });
}

void LibavSource::seek(std::chrono::milliseconds position)
{
    if (!m_link || m_options.kind == Options::Kind::Live)
        return;
    const auto within = std::clamp(position, std::chrono::milliseconds(0),
                                   std::chrono::milliseconds(std::chrono::days(7)));
    m_link->wish([within](VideoWishes &wishes) {
        wishes.seek = within;
        wishes.steps = 0;
    });
}

void LibavSource::step(int frames)
{
    if (!m_link || m_options.kind == Options::Kind::Live)
        return;
    m_link->wish([frames](VideoWishes &wishes) {
        wishes.paused = true;
        wishes.steps = std::clamp(wishes.steps + std::clamp(frames, -MostSteps, MostSteps), -MostSteps, MostSteps);
    });
}

void LibavSource::setRate(double rate)
{
    m_rate = std::isfinite(rate) ? std::clamp(rate, 0.5, 8.0) : 1.0;
    if (m_link)
        m_link->wish([rate = m_rate](VideoWishes &wishes) { wishes.rate = rate; });
}

void LibavSource::setPaused(bool paused)
{
    if (m_link)
        m_link->wish([paused](VideoWishes &wishes) { wishes.paused = paused; });
}

std::chrono::milliseconds LibavSource::lastFrameAge() const
{
    return m_link ? m_link->age() : std::chrono::milliseconds(0);
}

void LibavSource::onNews()
{
    if (!m_link)
        return;
    // Whoever hears of one may close, open anew or delete this.
    const QPointer<LibavSource> self(this);
    const auto link = m_link;
    for (const VideoNews &news : link->take()) {
        if (!self || m_link != link)
            return;
        if (!news.picture.isNull()) {
            Q_EMIT frame(news.picture, news.position);
            continue;
        }
        if (news.state != Failed)
            m_duration = news.duration;
        changeState(news.state, news.why, news.detail);
    }
}

void LibavSource::changeState(State state, Why why, const QString &detail)
{
    if (m_state == state)
        return;
    const bool wasMoving = m_state == Live || m_state == Stalled;
    m_state = state;
    if (state == Live && !wasMoving)
        m_stallWatch.start(m_options.stallAfter);
    else if (state != Live && state != Stalled)
        m_stallWatch.stop();
    Q_EMIT stateChanged(state, why, detail);
}

}  // namespace cs

#include "moc_libavsource.cpp"
