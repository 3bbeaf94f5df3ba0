#pragma once

#include <QObject>

#include "auth/tokenauthority.h"
#include "cameras/cameraregistry.h"
#include "config/config.h"
#include "streams/streamlinks.h"

namespace cs {

class Tickets;

// What `./dev run` shows: two test cameras, and once they are live a greeting on standard output with what to try.
// Service thread.
class Demo : public QObject {
    Q_OBJECT

public:
    struct Parts {
        CameraRegistry &registry;
        const TokenAuthority &tokens;
        const Tickets &tickets;
        const StreamLinks &links;
        const Config &config;
        // Of cameractl, as a person here would type it.
        QString control;
    };
    explicit Demo(const Parts &parts);

    Async<Done> ensureCameras();

private:
    void greetWhenLive();
    void greet();

    Parts m_parts;
    bool m_greeted = false;
};

}  // namespace cs
