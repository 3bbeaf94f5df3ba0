#include "recordings/runhealth.h"

namespace cs {

std::optional<EndCause> RunHealth::judge(const View &view)
{
    if (view.sizeBytes != m_sizeBytes) {
        m_sizeBytes = view.sizeBytes;
        m_grewAt = view.now;
    }
    if (view.cameraThere)
        m_lostSince.reset();
    else if (!m_lostSince)
        m_lostSince = view.now;

    if (view.storageFull || (view.secondFile && view.secondFileEmpty))
        return EndCause::StorageFull;
    if (view.secondFile || !view.fileExists)
        return EndCause::CameraLost;
    if (m_lostSince && view.now - *m_lostSince >= LossMustLast)
        return EndCause::CameraLost;
    if (view.now - m_grewAt > MaxSilence)
        return EndCause::CameraLost;
    return std::nullopt;
}

}  // namespace cs
