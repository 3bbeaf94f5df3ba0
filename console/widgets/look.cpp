#include "widgets/look.h"

#include <QAccessible>
#include <QStyle>
#include <QTextDocument>

namespace cs {

namespace {

const char *nameOf(Look look)
{
    switch (look) {
    case Look::Title: return "title";
    case Look::Heading: return "heading";
    case Look::Hint: return "hint";
    case Look::Message: return "message";
    case Look::Monospace: return "monospace";
    case Look::Primary: return "primary";
    case Look::Danger: return "danger";
    case Look::Quiet: return "quiet";
    case Look::Card: return "card";
    case Look::Toolbar: return "toolbar";
    }
    return "";
}

}  // namespace

const char *nameOf(Tone tone)
{
    switch (tone) {
    case Tone::Info: return "info";
    case Tone::Success: return "success";
    case Tone::Warning: return "warning";
    case Tone::Error: return "error";
    }
    return "";
}

void restyle(QWidget &widget, const char *property, const QString &value)
{
    if (widget.property(property).toString() == value)
        return;
    widget.setProperty(property, value);
    // A stylesheet looks at properties once; this makes it look again.
    widget.style()->unpolish(&widget);
    widget.style()->polish(&widget);
}

void setLook(QWidget &widget, Look look)
{
    restyle(widget, "look", QString::fromLatin1(nameOf(look)));
}

void setTone(QWidget &widget, Tone tone)
{
    restyle(widget, "tone", QString::fromLatin1(nameOf(tone)));
}

QLabel *makeLabel(const QString &text, Look look, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(look != Look::Title && look != Look::Heading);
    // Not padding of the stylesheet: wrapped words would be given too little height.
    if (look == Look::Message)
        label->setContentsMargins(space::medium, space::small, space::small, space::small);
    setLook(*label, look);
    return label;
}

void setMessage(QLabel &label, const QString &text, Tone tone)
{
    label.setText(text);
    label.setVisible(!text.isEmpty());
    setTone(label, tone);
    if (!text.isEmpty()) {
        QAccessibleEvent alert(&label, QAccessible::Alert);
        QAccessible::updateAccessibility(&alert);
    }
}

void reserveHeight(QLabel &label, int width)
{
    const QMargins margins = label.contentsMargins();
    const int room = width - margins.left() - margins.right() - space::small;
    const QRect words = label.fontMetrics().boundingRect(0, 0, room, 2000, Qt::TextWordWrap, label.text());
    label.setMinimumHeight(words.height() + margins.top() + margins.bottom() + space::tiny);
}

void setPlainToolTip(QWidget &widget, const QString &text)
{
    widget.setToolTip(text.isEmpty() ? QString() : Qt::convertFromPlainText(text, Qt::WhiteSpaceNormal));
}

QLabel *makeFieldLabel(const QString &text, QWidget &field, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setBuddy(&field);
    field.setAccessibleName(text);
    return label;
}

}  // namespace cs
