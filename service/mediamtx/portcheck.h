#pragma once

#include <chrono>
#include <optional>

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include "base/future.h"
#include "mediamtx/options.h"

namespace cs {

// Says before the first start whether MediaMTX will get its ports, by trying each as MediaMTX will. Main thread; one run
// at a time.
class PortCheck : public QObject {
    Q_OBJECT
public:
    // A taken port may get free for so long: who has just been killed may hold it for a moment.
    explicit PortCheck(const MediaMtxOptions &options, std::chrono::milliseconds patience = std::chrono::seconds(2),
                       QObject *parent = nullptr);

    // InvalidState with a sentence that names the key, the port and what to do; Cancelled by giveUp().
    Async<Done> run();
    void giveUp();

private:
    void attempt();

    const MediaMtxOptions m_options;
    const std::chrono::milliseconds m_patience;
    QElapsedTimer m_since;
    QTimer m_again;
    std::optional<Promise<Done>> m_promise;
};

}  // namespace cs
