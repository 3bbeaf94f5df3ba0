#include "widgets/toast.h"

#include <algorithm>
#include <chrono>

#include <QAbstractButton>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QSlider>

#include "widgets/iconlabel.h"
#include "widgets/look.h"

namespace cs {

namespace {

QString toneIcon(Tone tone)
{
    switch (tone) {
    case Tone::Info: return QStringLiteral("info");
    case Tone::Success: return QStringLiteral("check");
    case Tone::Warning: return QStringLiteral("warning");
    case Tone::Error: return QStringLiteral("error");
    }
    return {};
}

// Long enough to read it twice.
std::chrono::milliseconds readingTime(const QString &text, Tone tone)
{
    constexpr qint64 perCharacter = 90;
    const qint64 least = tone == Tone::Error || tone == Tone::Warning ? 8000 : 4000;
    return std::chrono::milliseconds(std::max(least, perCharacter * text.size()));
}

}  // namespace

Toast::Toast(QWidget *parent)
    : QFrame(parent),
      m_icon(new IconLabel({}, 20, this, QPalette::ToolTipText)),
      m_text(new QLabel(this))
{
    setObjectName(QStringLiteral("toast"));
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(space::medium, space::small + space::tiny, space::medium, space::small + space::tiny);
    row->setSpacing(space::small + space::tiny);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addWidget(m_text, 1);
    m_end.setSingleShot(true);
    connect(&m_end, &QTimer::timeout, this, &QWidget::hide);
    parent->installEventFilter(this);
    hide();
}

Toast::~Toast() = default;

void Toast::say(const QString &text, Tone tone)
{
    m_icon->setIconName(toneIcon(tone));
    setTone(*this, tone);
    setMessage(*m_text, text, tone);
    show();
    raise();
    place();
    m_end.start(readingTime(text, tone));
}

QString Toast::text() const
{
    return isHidden() ? QString() : m_text->text();
}

bool Toast::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize)
        place();
    return QFrame::eventFilter(watched, event);
}

void Toast::mousePressEvent(QMouseEvent *)
{
    hide();
}

void Toast::place()
{
    const QRect room = parentWidget()->rect();
    // A label that wraps has no width of its own; a short message shall not fill the window.
    const int words = m_text->fontMetrics().horizontalAdvance(m_text->text()) + 6 * space::medium;
    const int width = std::min({words, 560, room.width() - 2 * space::large});
    const int height = std::max(sizeHint().height(), heightForWidth(width));
    const QRect lowest((room.width() - width) / 2, room.height() - height - space::large, width, height);
    QRect place = lowest;
    while (place.top() > room.height() / 3 && coversControl(place))
        place.translate(0, -space::small);
    setGeometry(place.top() > room.height() / 3 ? place : lowest);
}

// Something that one may want to press while the message is there.
bool Toast::coversControl(const QRect &place) const
{
    const auto isBelow = [this, &place](const QWidget *widget) {
        return widget->isVisible() && place.intersects(QRect(widget->mapTo(parentWidget(), QPoint()), widget->size()));
    };
    const auto buttons = parentWidget()->findChildren<QAbstractButton *>();
    const auto sliders = parentWidget()->findChildren<QSlider *>();
    const auto boxes = parentWidget()->findChildren<QComboBox *>();
    return std::any_of(buttons.begin(), buttons.end(), isBelow) || std::any_of(sliders.begin(), sliders.end(), isBelow)
           || std::any_of(boxes.begin(), boxes.end(), isBelow);
}

}  // namespace cs

#include "moc_toast.cpp"
