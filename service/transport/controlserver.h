#pragma once

#include <functional>
#include <memory>
#include <sys/types.h>

#include <QObject>

#include "base/result.h"
#include "transport/acceptloop.h"
#include "transport/controlpeer.h"

namespace cs {

// Listens on the control socket of this host and admits root and the service's own user, nobody else. Front thread
// only; owns the listening socket and its file, not the peers.
class ControlServer : public QObject {
    Q_OBJECT
public:
    using Handler = std::function<void(std::unique_ptr<ControlPeer>)>;

    // `sink` outlives the peers.
    ControlServer(FrameSink &sink, Handler handler);
    ~ControlServer() override;

    // Fails with a sentence for the operator.
    Result<Done> listen(const QString &path);
    // Stops listening and removes the file.
    void close();

private:
    void onAccepted(UniqueFd socket);

    FrameSink &m_sink;
    Handler m_handler;
    const uid_t m_owner;
    QString m_path;
    std::unique_ptr<AcceptLoop> m_loop;
};

}  // namespace cs
