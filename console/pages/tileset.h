#pragma once

#include <functional>
#include <map>

#include "base/ids.h"

class QWidget;

namespace cs {

class CameraTile;
class PictureSources;

// The tiles that a grid has just now, by their cameras. One that goes is out of sight at once and deleted later: a word of
// its own may be what ends it. The widget that holds them owns them; window's thread.
class TileSet {
public:
    explicit TileSet(PictureSources &sources) : m_sources(sources) {}

    bool isEmpty() const { return m_tiles.empty(); }
    // Null: there is none.
    CameraTile *find(CameraId device) const;
    // There must be none yet. Hidden, until somebody shows it.
    CameraTile *add(CameraId device, QWidget &holder);
    // Lets go of the others; whether the focus was in one of them.
    bool keepOnly(const std::function<bool(CameraId)> &isKept);

    auto begin() const { return m_tiles.begin(); }
    auto end() const { return m_tiles.end(); }

private:
    PictureSources &m_sources;
    std::map<CameraId, CameraTile *> m_tiles;
};

}  // namespace cs
