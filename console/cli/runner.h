#pragma once

#include <memory>

#include <QObject>

#include "cli/command.h"
#include "cli/commandline.h"
#include "cli/interrupts.h"

namespace cs {

// Takes one order from its arguments to its exit code: prepares the command, connects if it needs a service, runs it.
// Owns the command and the client; lives on the main thread.
class Runner : public QObject {
    Q_OBJECT
public:
    Runner(Order order, Output &output);
    ~Runner() override;

    // Runs the application's event loop until the order is done.
    Exit run();

private:
    Result<Done> prepare();
    void connectNow();
    void startAlone();
    void onReady();
    void onRetrying(std::chrono::milliseconds wait, const Error &reason);
    void onInterrupt();
    void end(Exit exit);

    Order m_order;
    Output &m_output;
    // Before the client: the answers the client still owes at its end go to the command.
    std::unique_ptr<Command> m_command;
    std::unique_ptr<CredentialSource> m_credentials;
    std::unique_ptr<TokenSignIn> m_signIn;
    std::unique_ptr<Interrupts> m_interrupts;
    std::unique_ptr<Client> m_client;
    bool m_started = false;
};

}  // namespace cs
