#include "widgets/pictureview.h"

#include <algorithm>

#include <QAccessibleWidget>
#include <QKeyEvent>
#include <QPainter>

#include "widgets/picturewords.h"

namespace cs {

namespace {

constexpr QColor Background(20, 20, 22);
constexpr QColor Shade(0, 0, 0, 150);
constexpr int Margin = 6;

// A picture, where Qt would say "filler".
QAccessibleInterface *makeAccessible(const QString &className, QObject *object)
{
    if (className != QLatin1String(PictureView::staticMetaObject.className()))
        return nullptr;
    return new QAccessibleWidget(static_cast<QWidget *>(object), QAccessible::Graphic);
}

}  // namespace

PictureView::PictureView(QWidget *parent) : QWidget(parent)
{
    static const bool installed = [] {
        QAccessible::installFactory(&makeAccessible);
        return true;
    }();
    Q_UNUSED(installed)
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMinimumSize(64, 36);
    m_ageTimer.setInterval(std::chrono::seconds(1));
    connect(&m_ageTimer, &QTimer::timeout, this, &PictureView::refreshWords);
    refreshWords();
}

PictureView::~PictureView() = default;

void PictureView::setName(const QString &name)
{
    m_name = name;
    setAccessibleName(name);
    update();
}

void PictureView::watch(LiveView *view)
{
    clear();
    m_view = view;
    if (!view)
        return;
    connect(view, &LiveView::frame, this, &PictureView::onFrame);
    connect(view, &LiveView::stateChanged, this, &PictureView::refreshWords);
    connect(view, &QObject::destroyed, this, &PictureView::clear);
    adopt(&view->source());
}

void PictureView::watch(VideoSource *source)
{
    clear();
    if (!source)
        return;
    connect(source, &VideoSource::frame, this, &PictureView::onFrame);
    connect(source, &QObject::destroyed, this, &PictureView::clear);
    adopt(source);
}

void PictureView::adopt(VideoSource *source)
{
    m_source = source;
    m_state = source->state();
    connect(source, &VideoSource::stateChanged, this, &PictureView::onSourceState);
    source->setKeyframesOnly(!isVisible());
    tellSize();
    refreshWords();
}

void PictureView::clear()
{
    if (m_view)
        m_view->disconnect(this);
    if (m_source)
        m_source->disconnect(this);
    m_view.clear();
    m_source.clear();
    m_state = VideoSource::Idle;
    m_why = VideoSource::None;
    m_picture = {};
    refreshWords();
    update();
}

void PictureView::setNotice(const QString &notice)
{
    m_notice = notice;
    refreshWords();
}

QSize PictureView::sizeHint() const
{
    return {320, 180};
}

void PictureView::onFrame(const QImage &picture)
{
    m_picture = picture;
    update();
}

void PictureView::onSourceState(VideoSource::State state, VideoSource::Why why)
{
    m_state = state;
    m_why = why;
    if (state == VideoSource::Idle && !m_view)
        m_picture = {};
    refreshWords();
}

void PictureView::refreshWords()
{
    PictureWords words;
    if (!m_notice.isEmpty())
        words = {m_notice, m_notice};
    else if (m_view)
        words = wordsFor(*m_view);
    else if (m_source)
        words = wordsFor(m_state, m_why);
    if (words.ages && !m_ageTimer.isActive())
        m_ageTimer.start();
    else if (!words.ages)
        m_ageTimer.stop();
    setAccessibleDescription(words.description);
    if (words.shown == m_words)
        return;
    m_words = words.shown;
    update();
}

void PictureView::tellSize()
{
    if (m_source)
        m_source->setTargetSize((QSizeF(size()) * devicePixelRatioF()).toSize());
}

void PictureView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), Background);
    if (!m_picture.isNull()) {
        QRect place(QPoint(0, 0), m_picture.size().scaled(size(), Qt::KeepAspectRatio));
        place.moveCenter(rect().center());
        painter.drawImage(place, m_picture);
    }
    painter.setPen(Qt::white);
    if (!m_words.isEmpty()) {
        painter.fillRect(rect(), Shade);
        painter.drawText(rect().adjusted(Margin, Margin, -Margin, -Margin), Qt::AlignCenter | Qt::TextWordWrap,
                         m_words);
    }
    paintCaption(painter);
    if (hasFocus()) {
        painter.setPen(QPen(palette().color(QPalette::Highlight), 4));
        painter.drawRect(rect().adjusted(1, 1, -2, -2));
    }
}

void PictureView::paintCaption(QPainter &painter) const
{
    if (m_name.isEmpty())
        return;
    const QFontMetrics metrics = painter.fontMetrics();
    const QString name = metrics.elidedText(m_name, Qt::ElideRight, width() - 4 * Margin);
    QRect place(0, 0, metrics.horizontalAdvance(name) + 2 * Margin, metrics.height() + Margin);
    place.moveBottomLeft(rect().bottomLeft() + QPoint(Margin, -Margin));
    painter.fillRect(place, Shade);
    painter.drawText(place, Qt::AlignCenter, name);
}

void PictureView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    tellSize();
}

void PictureView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    tellSize();
    if (m_source)
        m_source->setKeyframesOnly(false);
}

void PictureView::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    if (m_source)
        m_source->setKeyframesOnly(true);
}

void PictureView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        Q_EMIT activated();
    else
        QWidget::keyPressEvent(event);
}

void PictureView::mouseDoubleClickEvent(QMouseEvent *)
{
    Q_EMIT activated();
}

void PictureView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        refreshWords();
}

}  // namespace cs

#include "moc_pictureview.cpp"
