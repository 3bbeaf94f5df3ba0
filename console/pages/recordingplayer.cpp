#include "pages/recordingplayer.h"

#include <QToolButton>
#include <QVBoxLayout>

#include "models/words.h"
#include "widgets/look.h"
#include "widgets/picturesources.h"
#include "widgets/pictureview.h"
#include "widgets/playerbar.h"

namespace cs {

namespace {

constexpr int LeastPlayed = 80;

}  // namespace

RecordingPlayer::RecordingPlayer(RecordingModel &recordings, PictureSources &sources, QWidget *parent)
    : QWidget(parent),
      m_recordings(recordings),
      m_sources(sources),
      m_picture(new PictureView(this)),
      m_bar(new PlayerBar(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::small);
    m_picture->setMinimumHeight(LeastPlayed);
    layout->addWidget(m_picture, 1);
    layout->addWidget(m_bar);
    stop();
}

RecordingPlayer::~RecordingPlayer() = default;

void RecordingPlayer::play(const FileName &file)
{
    stop();
    m_file = file;
    m_picture->setName(file.toString());
    m_picture->setNotice(tr("Loading …"));
    whenDone(this, m_recordings.downloadUrl(file),
             [this, file](const Result<QUrl> &address) { onAddress(file, address); });
}

void RecordingPlayer::onAddress(const FileName &file, const Result<QUrl> &address)
{
    // Another one was chosen meanwhile.
    if (file != m_file || m_source)
        return;
    if (!address.ok()) {
        m_picture->setNotice(wordsFor(address.error()));
        Q_EMIT failed(file, wordsFor(address.error()));
        return;
    }
    m_source = m_sources.recording();
    m_picture->setNotice({});
    m_picture->watch(m_source.get());
    m_source->open(*address, m_sources.recordingOptions());
    m_bar->control(m_source.get());
    // After the bar, which enables its buttons by it.
    connect(m_source.get(), &VideoSource::stateChanged, this, [this] {
        if (m_focusWanted)
            takeFocus(Qt::OtherFocusReason);
    });
}

void RecordingPlayer::stop()
{
    m_bar->control(nullptr);
    m_picture->clear();
    m_source.reset();
    m_file = {};
    m_focusWanted = false;
    m_picture->setName(tr("Player"));
    m_picture->setNotice(tr("Choose a recording and press Return to play it"));
}

void RecordingPlayer::setPaused(bool paused)
{
    if (m_source)
        m_source->setPaused(paused);
}

VideoSource::State RecordingPlayer::state() const
{
    return m_source ? m_source->state() : VideoSource::Idle;
}

void RecordingPlayer::takeFocus(Qt::FocusReason reason)
{
    auto *button = m_bar->findChild<QToolButton *>(QStringLiteral("play"));
    m_focusWanted = !button->isEnabled();
    if (!m_focusWanted)
        button->setFocus(reason);
}

}  // namespace cs

#include "moc_recordingplayer.cpp"
