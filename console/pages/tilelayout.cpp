#include "pages/tilelayout.h"

#include <algorithm>

#include "widgets/look.h"

namespace cs {

namespace {

constexpr int LeastTileWidth = 300;
constexpr int CaptionHeight = 30;
constexpr int TileGap = space::small;

}  // namespace

TileLayout TileLayout::fitting(QSize view, int count)
{
    const int most = std::max(1, std::min(count, (view.width() + TileGap) / (LeastTileWidth + TileGap)));
    const auto withColumns = [&](int columns) {
        TileLayout layout;
        layout.columns = columns;
        const int width = std::max(1, (view.width() - TileGap * (columns - 1)) / columns);
        layout.tile = {width, width * 9 / 16 + CaptionHeight};
        return layout;
    };
    // As few columns as show all without scrolling: the pictures are larger then. Where even the most do not, those.
    int columns = 1;
    while (columns < most && withColumns(columns).height(count) > view.height())
        ++columns;
    TileLayout layout = withColumns(columns);
    layout.tile.setHeight(std::max(CaptionHeight * 4, std::min(layout.tile.height(), view.height())));
    return layout;
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
