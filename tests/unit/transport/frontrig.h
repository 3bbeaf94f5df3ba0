#pragma once

#include <QTest>

#include "transport/front.h"
#include "unit/transport/echosink.h"
#include "unit/transport/rawclient.h"

namespace cs {

// A front on a free port of loopback whose sink sends everything back.
struct FrontRig {
    explicit FrontRig(FrontOptions options = {})
    {
        options.host = QStringLiteral("127.0.0.1");
        options.port = 0;
        const auto started = front.start(sink, options);
        if (!started.ok())
            qFatal("%s", qPrintable(started.error().message));
    }
    ~FrontRig() { front.stop(); }

    Front front;
    EchoSink sink{front};
};

}  // namespace cs
