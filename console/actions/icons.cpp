#include "actions/icons.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace cs {

namespace {

// Draws one file of lines in the palette's colour of the moment. Immutable; thread of the window.
class TintedIcon final : public QIconEngine {
public:
    TintedIcon(QString name, QByteArray svg, QPalette::ColorRole color)
        : m_name(std::move(name)),
          m_svg(std::move(svg)),
          m_color(color)
    {}

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        QSvgRenderer(drawing(mode)).render(painter, rect);
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override
    {
        const QString key = QStringLiteral("cs-icon/%1/%2/%3x%4")
                                .arg(m_name, color(mode).name(QColor::HexArgb))
                                .arg(size.width())
                                .arg(size.height());
        QPixmap picture;
        if (QPixmapCache::find(key, &picture))
            return picture;
        picture = QPixmap(size);
        picture.fill(Qt::transparent);
        QPainter painter(&picture);
        QSvgRenderer(drawing(mode)).render(&painter, QRectF(QPointF(), size));
        painter.end();
        QPixmapCache::insert(key, picture);
        return picture;
    }

    QIconEngine *clone() const override { return new TintedIcon(m_name, m_svg, m_color); }
    QString key() const override { return QStringLiteral("cs-tinted"); }

private:
    QColor color(QIcon::Mode mode) const
    {
        const QPalette palette = QGuiApplication::palette();
        if (mode == QIcon::Disabled)
            return palette.color(QPalette::Disabled, QPalette::ButtonText);
        return palette.color(QPalette::Active, m_color);
    }

    QByteArray drawing(QIcon::Mode mode) const
    {
        return QByteArray(m_svg).replace("currentColor", color(mode).name().toLatin1());
    }

    QString m_name;
    QByteArray m_svg;
    QPalette::ColorRole m_color;
};

}  // namespace

QIcon icon(const QString &name, QPalette::ColorRole color)
{
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    if (name.isEmpty() || !file.open(QIODevice::ReadOnly))
        return {};
    return QIcon(new TintedIcon(name, file.readAll(), color));
}

}  // namespace cs
