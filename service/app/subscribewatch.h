#pragma once

#include <functional>

#include "api/events.h"
#include "rpc/callobserver.h"

namespace cs {

// Passes on what it observes, and says when a client has subscribed to something. Service thread.
class SubscribeWatch final : public CallObserver {
public:
    // `next` outlives this object.
    SubscribeWatch(CallObserver &next, std::function<void()> subscribed)
        : m_next(next),
          m_subscribed(std::move(subscribed))
    {}

    void answered(const Call &call, const api::MethodInfo &method, const QString &target,
                  std::optional<CameraId> device, const Error *error) override
    {
        m_next.answered(call, method, target, device, error);
        if (!error && QLatin1String(method.name) == QLatin1String(api::SubscribeEvents::info.name))
            m_subscribed();
    }

private:
    CallObserver &m_next;
    const std::function<void()> m_subscribed;
};

}  // namespace cs
