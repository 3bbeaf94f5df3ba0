#include "models/loadedmodel.h"

namespace cs {

void LoadedModel::setLoadState(LoadState state, const Error &error)
{
    const bool same = state == m_loadState && state != LoadState::Failed;
    m_loadState = state;
    m_error = error;
    if (!same)
        Q_EMIT loadStateChanged();
}

}  // namespace cs

#include "moc_loadedmodel.cpp"
