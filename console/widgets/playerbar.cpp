#include "widgets/playerbar.h"

#include <algorithm>

#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>

#include "actions/icons.h"

namespace cs {

namespace {

using namespace std::chrono_literals;

constexpr double Rates[] = {0.5, 1, 2, 4, 8};
constexpr int NormalRate = 1;
constexpr int LeastSlider = 100;
constexpr auto ShortSkip = 5000ms;
constexpr auto LongSkip = 30000ms;

QString clockText(std::chrono::milliseconds time)
{
    const qint64 seconds = time.count() / 1000;
    const auto two = [](qint64 number) { return QStringLiteral("%1").arg(number, 2, 10, QLatin1Char('0')); };
    const QString rest = two(seconds / 60 % 60) + u':' + two(seconds % 60);
    return seconds < 3600 ? rest : QString::number(seconds / 3600) + u':' + rest;
}

}  // namespace

PlayerBar::PlayerBar(QWidget *parent)
    : QWidget(parent),
      m_back(makeButton("back")),
      m_play(makeButton("play")),
      m_forward(makeButton("forward")),
      m_slider(new QSlider(Qt::Horizontal, this)),
      m_time(new QLabel(this)),
      m_rate(new QComboBox(this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    for (QWidget *widget :
         {static_cast<QWidget *>(m_back), static_cast<QWidget *>(m_play), static_cast<QWidget *>(m_forward),
          static_cast<QWidget *>(m_slider), static_cast<QWidget *>(m_time), static_cast<QWidget *>(m_rate)}) {
        layout->addWidget(widget, widget == m_slider ? 1 : 0);
        widget->installEventFilter(this);
    }
    m_slider->setObjectName(QStringLiteral("position"));
    m_rate->setObjectName(QStringLiteral("rate"));
    m_slider->setMinimumWidth(LeastSlider);
    m_slider->setSingleStep(int(ShortSkip.count()));
    m_slider->setPageStep(int(LongSkip.count()));
    connect(m_back, &QToolButton::clicked, this, &PlayerBar::stepBack);
    connect(m_play, &QToolButton::clicked, this, &PlayerBar::togglePause);
    connect(m_forward, &QToolButton::clicked, this, &PlayerBar::stepForward);
    connect(m_slider, &QSlider::valueChanged, this, [this](int value) { seekTo(std::chrono::milliseconds(value)); });
    connect(m_rate, &QComboBox::currentIndexChanged, this, [this](int index) {
        if (m_source && index >= 0)
            m_source->setRate(Rates[index]);
    });
    retranslate();
    control(nullptr);
}

QToolButton *PlayerBar::makeButton(const char *objectName)
{
    auto *button = new QToolButton(this);
    button->setObjectName(QLatin1String(objectName));
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

void PlayerBar::control(VideoSource *source)
{
    if (m_source)
        m_source->disconnect(this);
    m_source = source;
    m_position = 0ms;
    m_duration = 0ms;
    if (source) {
        connect(source, &VideoSource::frame, this,
                [this](const QImage &, std::chrono::milliseconds position) { onFrame(position); });
        connect(source, &VideoSource::stateChanged, this, &PlayerBar::onSourceState);
        connect(source, &QObject::destroyed, this, [this] { onSourceState(VideoSource::Idle); });
        source->setRate(Rates[std::max(m_rate->currentIndex(), 0)]);
        m_duration = source->duration();
    }
    onSourceState(source ? source->state() : VideoSource::Idle);
}

void PlayerBar::togglePause()
{
    if (!m_source)
        return;
    if (m_state == VideoSource::Ended)
        m_source->seek(0ms);
    m_source->setPaused(m_state == VideoSource::Live || m_state == VideoSource::Stalled);
}

void PlayerBar::stepBack()
{
    if (m_source)
        m_source->step(-1);
}

void PlayerBar::stepForward()
{
    if (m_source)
        m_source->step(1);
}

void PlayerBar::skip(std::chrono::milliseconds by)
{
    seekTo(std::clamp(m_position + by, 0ms, m_duration));
}

void PlayerBar::seekTo(std::chrono::milliseconds position)
{
    if (!m_source)
        return;
    // Several presses add up before the first picture is there.
    m_position = position;
    m_source->seek(position);
    showPosition();
}

void PlayerBar::onFrame(std::chrono::milliseconds position)
{
    m_position = position;
    showPosition();
}

void PlayerBar::onSourceState(VideoSource::State state)
{
    m_state = state;
    if (m_source && state != VideoSource::Failed)
        m_duration = m_source->duration();
    const bool usable = state == VideoSource::Live || state == VideoSource::Paused || state == VideoSource::Stalled
                        || state == VideoSource::Ended;
    for (QWidget *widget : {static_cast<QWidget *>(m_back), static_cast<QWidget *>(m_play),
                            static_cast<QWidget *>(m_forward), static_cast<QWidget *>(m_slider)})
        widget->setEnabled(usable);
    retranslate();
    showPosition();
    if (std::exchange(m_usable, usable) != usable)
        Q_EMIT usableChanged(usable);
}

void PlayerBar::showPosition()
{
    const QSignalBlocker silent(m_slider);
    const int end = int(std::min<qint64>(m_duration.count(), std::numeric_limits<int>::max()));
    m_slider->setRange(0, end);
    if (!m_slider->isSliderDown())
        m_slider->setValue(int(std::min<qint64>(m_position.count(), end)));
    m_time->setText(clockText(m_position) + QStringLiteral(" / ") + clockText(m_duration));
}

void PlayerBar::changeRate(int by)
{
    m_rate->setCurrentIndex(std::clamp(m_rate->currentIndex() + by, 0, m_rate->count() - 1));
}

bool PlayerBar::handleKey(int key)
{
    switch (key) {
    case Qt::Key_Space: togglePause(); return true;
    case Qt::Key_Comma: stepBack(); return true;
    case Qt::Key_Period: stepForward(); return true;
    case Qt::Key_Left: skip(-ShortSkip); return true;
    case Qt::Key_Right: skip(ShortSkip); return true;
    case Qt::Key_Home: seekTo(0ms); return true;
    case Qt::Key_End: seekTo(m_duration); return true;
    case Qt::Key_Minus: changeRate(-1); return true;
    case Qt::Key_Plus: changeRate(1); return true;
    default: return false;
    }
}

bool PlayerBar::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto *press = static_cast<QKeyEvent *>(event);
    // Space is the key of the button or list that has the focus, and a list has its own use for the rest.
    const bool taken = press->key() == Qt::Key_Space && watched != m_slider;
    const bool forList = watched == m_rate && press->key() != Qt::Key_Comma && press->key() != Qt::Key_Period;
    if (taken || forList || (press->modifiers() & ~Qt::KeypadModifier) || !m_play->isEnabled())
        return QWidget::eventFilter(watched, event);
    return handleKey(press->key()) || QWidget::eventFilter(watched, event);
}

void PlayerBar::fillRates()
{
    const QSignalBlocker silent(m_rate);
    const int chosen = m_rate->count() > 0 ? m_rate->currentIndex() : NormalRate;
    m_rate->clear();
    for (const double rate : Rates)
        m_rate->addItem(tr("%1×", "playing speed").arg(locale().toString(rate)));
    m_rate->setCurrentIndex(chosen);
}

void PlayerBar::retranslate()
{
    const auto name = [this](QWidget *widget, const QString &text, const QString &key) {
        widget->setAccessibleName(text);
        widget->setToolTip(key.isEmpty() ? text : tr("%1 (%2)", "an action and its key").arg(text, key));
    };
    const bool moving = m_state == VideoSource::Live || m_state == VideoSource::Stalled;
    name(m_back, tr("One picture back"), tr("Comma"));
    name(m_play, moving ? tr("Pause") : tr("Play"), tr("Space"));
    name(m_forward, tr("One picture on"), tr("Period"));
    name(m_slider, tr("Position"), {});
    name(m_rate, tr("Speed"), tr("Minus, Plus"));
    m_time->setAccessibleName(tr("Position and length"));
    m_back->setIcon(icon(QStringLiteral("step-back")));
    m_play->setIcon(icon(moving ? QStringLiteral("pause") : QStringLiteral("play")));
    m_forward->setIcon(icon(QStringLiteral("step-forward")));
    if (m_rate->count() == 0)
        fillRates();
}

void PlayerBar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::StyleChange) {
        fillRates();
        retranslate();
    }
}

}  // namespace cs

#include "moc_playerbar.cpp"
