#pragma once

#include <QImage>
#include <QSize>

#include "video/avptr.h"

namespace cs {

// Makes pictures for the screen of decoded frames: scaled down to fit, with square pixels. One worker's.
class PictureScaler {
public:
    // Fits into `target`, never larger than the frame; an empty target leaves the size. A null picture: memory ran out.
    QImage scale(const AVFrame &frame, QSize target);
    // The size that a frame has on the screen, at least 1x1.
    static QSize shownSize(const AVFrame &frame, QSize target);

private:
    // Everything that a context depends on.
    struct Shape {
        QSize from;
        QSize to;
        int format = -1;
        int colours = -1;
        bool fullRange = false;
        friend bool operator==(const Shape &, const Shape &) = default;
    };

    static Shape shapeOf(const AVFrame &frame, QSize target);
    bool prepare(const Shape &shape);

    AvOwned<SwsContext> m_context;
    Shape m_shape;
};

}  // namespace cs
