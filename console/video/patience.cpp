#include "video/patience.h"

#include <algorithm>

namespace cs {

void Patience::allow(std::chrono::milliseconds silence, std::chrono::milliseconds total)
{
    m_resting = false;
    m_silence = silence;
    m_end = Clock::now() + total;
    progress();
}

void Patience::progress()
{
    m_silentUntil = std::min(Clock::now() + m_silence, m_end);
}

void Patience::allowFarewell(std::chrono::milliseconds time)
{
    m_farewell = true;
    m_end = Clock::now() + time;
}

bool Patience::interrupted()
{
    if (m_farewell)
        return Clock::now() >= m_end;
    if (!m_resting && Clock::now() >= m_silentUntil)
        m_expired = true;
    return m_expired || aborted();
}

int Patience::callback(void *opaque)
{
    return static_cast<Patience *>(opaque)->interrupted() ? 1 : 0;
}

}  // namespace cs
