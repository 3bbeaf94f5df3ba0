#pragma once

#include <QRect>

namespace cs {

// Where tiles of one size stand that fill a width, line by line. A value; distances in pixels.
struct TileLayout {
    int columns = 1;
    QSize tile{1, 1};

    // `count` tiles in a view of that size: 16:9 with a caption, as large as shows them all, or of the least size where
    // that is not possible; never higher than the view.
    static TileLayout fitting(QSize view, int count);

    int lineHeight() const;
    int lineOf(int row) const { return row / columns; }
    QRect placeOf(int row) const;
    // Of all.
    int height(int count) const;
};

}  // namespace cs
