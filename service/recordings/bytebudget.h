#pragma once

#include <memory>

#include <QtGlobal>

namespace cs {

// Counts bytes that many hold at once, so that all of them together stay below one limit. One thread.
class ByteBudget {
    struct State {
        qint64 limit = 0;
        qint64 held = 0;
    };

public:
    explicit ByteBudget(qint64 limit) : m_state(std::make_shared<State>(State{limit, 0})) {}

    // What one of them holds; given back when the last copy of its pointer goes, also after the budget itself.
    class Share {
    public:
        // False and nothing more is held if there is no room for so much.
        bool grow(qint64 bytes)
        {
            if (bytes > m_state->limit - m_state->held)
                return false;
            m_state->held += bytes;
            m_bytes += bytes;
            return true;
        }
        ~Share() { m_state->held -= m_bytes; }
        Share(const Share &) = delete;
        Share &operator=(const Share &) = delete;

    private:
        friend class ByteBudget;
        explicit Share(std::shared_ptr<State> state) : m_state(std::move(state)) {}
        std::shared_ptr<State> m_state;
        qint64 m_bytes = 0;
    };

    std::shared_ptr<Share> share() const { return std::shared_ptr<Share>(new Share(m_state)); }
    qint64 held() const { return m_state->held; }

private:
    std::shared_ptr<State> m_state;
};

}  // namespace cs
