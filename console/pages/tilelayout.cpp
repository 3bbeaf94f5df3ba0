#include "pages/tilelayout.h"

#include <algorithm>

#include "widgets/look.h"

namespace cs {

namespace {

constexpr int LeastTileWidth = 300;
constexpr int CaptionHeight = 30;
constexpr int LeastTileHeight = 120;
constexpr int TileGap = space::small;

}  // namespace

TileLayout TileLayout::fitting(QSize view, int count)
{
    const int most = std::max(1, std::min(count, (view.width() + TileGap) / (LeastTileWidth + TileGap)));
    const auto widthOf = [&](int columns) { return std::max(1, (view.width() - TileGap * (columns - 1)) / columns); };
    TileLayout best;
    for (int columns = 1; columns <= most; ++columns) {
        const int lines = std::max(1, (count + columns - 1) / columns);
        const int room = (view.height() + TileGap) / lines - TileGap;
        const int height = std::min(widthOf(columns) * 9 / 16 + CaptionHeight, room);
        if (room >= LeastTileHeight && height > best.tile.height()) {
            best.columns = columns;
            best.tile = {widthOf(columns), height};
        }
    }
    if (best.tile.height() >= LeastTileHeight)
        return best;
    // They do not all fit: the smallest ones, scrolled.
    best.columns = most;
    best.tile = {widthOf(most), widthOf(most) * 9 / 16 + CaptionHeight};
    best.tile.setHeight(std::max(LeastTileHeight, std::min(best.tile.height(), view.height())));
    return best;
}

int TileLayout::lineHeight() const
{
    return tile.height() + TileGap;
}

QRect TileLayout::placeOf(int row) const
{
    return {QPoint((row % columns) * (tile.width() + TileGap), lineOf(row) * lineHeight()), tile};
}

int TileLayout::height(int count) const
{
    const int lines = (count + columns - 1) / columns;
    return std::max(1, lines * lineHeight() - TileGap);
}

}  // namespace cs
