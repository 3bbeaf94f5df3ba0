#pragma once

#include <memory>

#include <QUrl>

#include "base/result.h"
#include "cli/commandline.h"
#include "client/transport.h"

namespace cs {

// Where the service is: a control socket of this machine, or a WebSocket address.
struct Endpoint {
    QString socket;
    QUrl url;
    bool isLocal() const { return !socket.isEmpty(); }
};

// What the options and the environment say, else the first control socket that is there. Fails with a usage or a
// connection error.
Result<Endpoint> findService(const GlobalOptions &options);
std::unique_ptr<Transport> makeTransport(const Endpoint &endpoint);

}  // namespace cs
