#include "pages/tileset.h"

#include <vector>

#include "pages/cameratile.h"

namespace cs {

CameraTile *TileSet::find(CameraId device) const
{
    const auto found = m_tiles.find(device);
    return found == m_tiles.end() ? nullptr : found->second;
}

CameraTile *TileSet::add(CameraId device, QWidget &holder)
{
    auto *tile = new CameraTile(device, m_sources, &holder);
    m_tiles.emplace(device, tile);
    return tile;
}

bool TileSet::keepOnly(const std::function<bool(CameraId)> &isKept)
{
    std::vector<CameraTile *> gone;
    std::erase_if(m_tiles, [&](const auto &entry) {
        if (isKept(entry.first))
            return false;
        gone.push_back(entry.second);
        return true;
    });
    bool hadFocus = false;
    for (CameraTile *tile : gone) {
        hadFocus = hadFocus || tile->picture()->hasFocus();
        // Hidden with the focus it would hand that to another tile, which would take the choice along.
        tile->picture()->clearFocus();
        tile->hide();
        tile->deleteLater();
    }
    return hadFocus;
}

}  // namespace cs
