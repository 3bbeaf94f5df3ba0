#include "widgets/toast.h"

#include <chrono>

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>

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
    setGeometry((room.width() - width) / 2, room.height() - height - space::large, width, height);
}

}  // namespace cs

#include "moc_toast.cpp"
