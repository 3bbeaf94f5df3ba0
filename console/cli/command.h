#pragma once

#include <QObject>

#include "cli/commandspec.h"
#include "cli/faults.h"
#include "cli/output.h"
#include "client/client.h"

namespace cs {

// One command of the program: checks its arguments, then works on a connection until it has finished. Outlives the
// client it is given.
class Command : public QObject {
    Q_OBJECT
public:
    Command(Output &output, Invocation invocation);

    // Checks the arguments.
    virtual Result<Done> prepare() { return Done{}; }
    // Reads secrets and input, once the arguments are right and a service was found, but before it is connected.
    virtual Result<Done> collect() { return Done{}; }
    // Whether collect() reads standard input, so that a token cannot come from there.
    virtual bool readsInput() const { return false; }
    virtual RetryPolicy retryPolicy() const { return {}; }
    // Whether it works on a service at all: without one it is neither looked for nor connected, and client() is not
    // there. Asked after prepare().
    virtual bool needsService() const { return true; }

    void start(Client &client);
    void startAlone();
    // The connection was lost and is there again.
    virtual void resumed() {}
    // The connection is gone for good.
    virtual void abandoned(const Error &reason) { fail(reason); }
    // Ctrl-C or SIGTERM: true if the command comes to its end by itself now.
    virtual bool interrupted() { return false; }

    void fail(const Error &error);
    // Ends it where it stands.
    void giveUp() { finish(Exit::Interrupted); }

Q_SIGNALS:
    // Once.
    void finished(cs::Exit exit);

protected:
    virtual void run() = 0;
    void finish(Exit exit = Exit::Ok);
    bool hasFinished() const { return m_finished; }

    Client &client() { return *m_client; }
    Output &output() { return m_output; }
    const Invocation &invocation() const { return m_invocation; }
    const QStringList &arguments() const { return m_invocation.arguments; }

    // Calls M and hands the reply to `done(M::Reply)`; an error ends the command.
    template<api::Method M, class Fn>
    void ask(const typename M::Params &params, Fn done)
    {
        attempt<M>(params, [this, done = std::move(done)](Result<typename M::Reply> reply) mutable {
            if (reply.ok())
                done(std::move(reply).value());
            else
                fail(reply.error());
        });
    }
    // Calls M and hands whatever comes to `done(Result<M::Reply>)`, unless the command has finished by then.
    template<api::Method M, class Fn>
    void attempt(const typename M::Params &params, Fn done)
    {
        m_client->ask<M>(params, [this, done = std::move(done)](Result<typename M::Reply> reply) mutable {
            if (!m_finished)
                done(std::move(reply));
        });
    }

private:
    Output &m_output;
    Invocation m_invocation;
    Client *m_client = nullptr;
    bool m_finished = false;
};

}  // namespace cs
