#include "cli/command.h"

namespace cs {

Command::Command(Output &output, Invocation invocation) : m_output(output), m_invocation(std::move(invocation)) {}

void Command::start(Client &client)
{
    m_client = &client;
    run();
}

void Command::startAlone()
{
    run();
}

void Command::fail(const Error &error)
{
    if (m_finished)
        return;
    const Fault fault = explain(error);
    m_output.trouble(fault.sentence);
    finish(fault.exit);
}

void Command::finish(Exit exit)
{
    if (std::exchange(m_finished, true))
        return;
    m_output.endProgress();
    Q_EMIT finished(exit);
}

}  // namespace cs

#include "moc_command.cpp"
