#include "pages/cameratile.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

#include "pages/camerawords.h"
#include "widgets/look.h"
#include "widgets/pictureview.h"

namespace cs {

namespace {

using namespace std::chrono_literals;

// Scrolling back soon finds the picture as it was.
constexpr auto LetGoAfter = 10s;
constexpr int EdgeWidth = 2;

}  // namespace

CameraTile::CameraTile(CameraId device, PictureSources &sources, QWidget *parent)
    : QFrame(parent),
      m_device(device),
      m_sources(sources),
      m_picture(new PictureView(this)),
      m_status(makeLabel({}, Look::Hint, this)),
      m_recording(new QLabel(this))
{
    m_status->setWordWrap(false);
    // A long reason is cut off, and told by the picture and its tool tip.
    m_status->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_recording->setTextFormat(Qt::RichText);
    auto *line = new QHBoxLayout;
    line->setContentsMargins(space::small, 0, space::small, space::tiny);
    line->addWidget(m_status, 1);
    line->addWidget(m_recording);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(EdgeWidth + 1, EdgeWidth + 1, EdgeWidth + 1, EdgeWidth);
    layout->setSpacing(space::tiny);
    layout->addWidget(m_picture, 1);
    layout->addLayout(line);
    m_picture->setFocusPolicy(Qt::ClickFocus);
    m_picture->installEventFilter(this);
    connect(m_picture, &PictureView::activated, this, [this] { Q_EMIT opened(m_device); });
    m_letGo.setSingleShot(true);
    m_letGo.setInterval(LetGoAfter);
    connect(&m_letGo, &QTimer::timeout, this, &CameraTile::stop);
}

CameraTile::~CameraTile() = default;

QWidget *CameraTile::picture() const
{
    return m_picture;
}

void CameraTile::show(const CameraEntry &camera, bool stale)
{
    if (m_picture->accessibleName() != camera.row.name)
        m_picture->setName(camera.row.name);
    const QString status = stale ? CameraWords::notKnown() : CameraWords::line(camera);
    m_status->setText(status);
    setPlainToolTip(*m_status, status);
    m_recording->setText(camera.isRecording() && !stale ? CameraWords::recordingBadge() : QString());
    // What was last known of a camera says nothing about whether its picture moves: the stream itself will tell.
    if (!stale)
        m_connected = camera.isConnected();
    m_picture->setNotice(stale || camera.isConnected() ? QString() : CameraWords::off(camera));
    follow();
}

void CameraTile::setInView(bool inView)
{
    m_inView = inView;
    follow();
    if (m_live)
        m_live->source().setKeyframesOnly(!inView);
}

void CameraTile::follow()
{
    if (!m_connected) {
        stop();
        return;
    }
    if (m_inView) {
        m_letGo.stop();
        if (!m_live) {
            m_live = m_sources.live(m_device);
            m_picture->watch(m_live.get());
            m_live->start();
        }
    } else if (m_live && !m_letGo.isActive()) {
        m_letGo.start();
    }
}

void CameraTile::stop()
{
    m_letGo.stop();
    if (!m_live)
        return;
    m_picture->clear();
    m_live.reset();
}

void CameraTile::retryNow()
{
    if (m_live)
        m_live->retryNow();
}

void CameraTile::setCurrent(bool current)
{
    if (m_current == current)
        return;
    m_current = current;
    m_picture->setFocusPolicy(current ? Qt::StrongFocus : Qt::ClickFocus);
    update();
}

void CameraTile::takeFocus(Qt::FocusReason reason)
{
    m_picture->setFocus(reason);
}

bool CameraTile::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_picture && event->type() == QEvent::FocusIn)
        Q_EMIT focused(m_device);
    return QFrame::eventFilter(watched, event);
}

void CameraTile::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto color = m_current ? palette().color(QPalette::Highlight) : palette().color(QPalette::Mid);
    painter.setPen(QPen(color, m_current ? EdgeWidth : 1));
    painter.setBrush(palette().color(QPalette::Base));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 4, 4);
}

}  // namespace cs

#include "moc_cameratile.cpp"
