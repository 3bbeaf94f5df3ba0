#pragma once

#include "http/filecatalogue.h"
#include "recordings/mediaindex.h"

namespace cs {

// Shows the media index to the HTTP server. Thread-safe; the index outlives it.
class IndexCatalogue final : public FileCatalogue {
public:
    explicit IndexCatalogue(const MediaIndex &index) : m_index(index) {}
    std::optional<ServedFile> find(FileFolder folder, const FileName &name) const override;

private:
    const MediaIndex &m_index;
};

}  // namespace cs
