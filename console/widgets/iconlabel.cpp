#include "widgets/iconlabel.h"

#include <QEvent>

#include "actions/icons.h"

namespace cs {

IconLabel::IconLabel(const QString &name, int size, QWidget *parent, QPalette::ColorRole color)
    : QLabel(parent),
      m_name(name),
      m_size(size),
      m_color(color)
{
    setFixedSize(size, size);
    refresh();
}

IconLabel::~IconLabel() = default;

void IconLabel::setIconName(const QString &name)
{
    m_name = name;
    refresh();
}

void IconLabel::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        refresh();
}

void IconLabel::refresh()
{
    setPixmap(icon(m_name, m_color).pixmap(QSize(m_size, m_size), devicePixelRatioF()));
}

}  // namespace cs

#include "moc_iconlabel.cpp"
