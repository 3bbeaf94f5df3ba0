#include "cli/runner.h"

#include <QCoreApplication>

#include "cli/endpoint.h"
#include "cli/tokensource.h"

namespace cs {

Runner::Runner(Order order, Output &output) : m_order(std::move(order)), m_output(output)
{
    m_output.setForm(m_order.global.json ? Output::Form::Json : Output::Form::People);
    m_command = m_order.spec->make(output, m_order.invocation);
    connect(m_command.get(), &Command::finished, this, &Runner::end);
}

Runner::~Runner() = default;

Exit Runner::run()
{
    if (const auto prepared = prepare(); !prepared.ok()) {
        const Fault fault = explain(prepared.error());
        m_output.trouble(fault.sentence);
        return fault.exit;
    }
    m_interrupts = std::make_unique<Interrupts>();
    connect(m_interrupts.get(), &Interrupts::interrupted, this, &Runner::onInterrupt);
    // Queued: a connection can fail at once, and then the loop must run already to be ended.
    QMetaObject::invokeMethod(this, m_client ? &Runner::connectNow : &Runner::startAlone, Qt::QueuedConnection);
    return static_cast<Exit>(QCoreApplication::exec());
}

Result<Done> Runner::prepare()
{
    if (m_order.global.tokenFromInput && m_command->readsInput())
        return usageError(QStringLiteral("standard input can give either the token or something else, not both"));
    if (auto prepared = m_command->prepare(); !prepared.ok())
        return prepared;
    if (!m_command->needsService())
        return m_command->collect();
    const auto endpoint = findService(m_order.global);
    if (!endpoint.ok())
        return endpoint.error();
    if (auto collected = m_command->collect(); !collected.ok())
        return collected;
    // A control socket knows who is there; a token left in the environment is for services elsewhere.
    const bool named = m_order.global.tokenFromInput || !m_order.global.tokenFile.isEmpty();
    if (!endpoint->isLocal() || named) {
        auto credentials = findToken(m_order.global);
        if (!credentials.ok())
            return credentials.error();
        m_credentials = std::move(credentials).value();
        if (m_credentials)
            m_signIn = std::make_unique<TokenSignIn>(*m_credentials);
    }
    ClientOptions options;
    options.retry = m_command->retryPolicy();
    m_client = std::make_unique<Client>(makeTransport(*endpoint), m_signIn.get(), options);
    connect(m_client.get(), &Client::ready, this, &Runner::onReady);
    connect(m_client.get(), &Client::retrying, this, &Runner::onRetrying);
    connect(m_client.get(), &Client::gaveUp, m_command.get(), &Command::abandoned);
    return Done{};
}

void Runner::connectNow()
{
    whenDone(this, m_client->open(), [this](const Result<Done> &opened) {
        if (!opened.ok() && !m_started)
            m_command->fail(opened.error());
    });
}

void Runner::startAlone()
{
    m_started = true;
    m_command->startAlone();
}

void Runner::onReady()
{
    if (std::exchange(m_started, true))
        m_command->resumed();
    else
        m_command->start(*m_client);
}

void Runner::onRetrying(std::chrono::milliseconds wait, const Error &reason)
{
    const QString seconds = QString::number(static_cast<double>(wait.count()) / 1000, 'f', 1);
    m_output.note(QStringLiteral("cameractl: %1; trying again in %2 s")
                      .arg(explain(Error{reason.code, reason.message, {}}).sentence, seconds));
}

void Runner::onInterrupt()
{
    if (!m_started || !m_command->interrupted())
        m_command->giveUp();
}

void Runner::end(Exit exit)
{
    m_output.endProgress();
    const bool isLost = exit == Exit::Ok && m_output.isResultLost();
    QCoreApplication::exit(static_cast<int>(isLost ? Exit::Failed : exit));
}

}  // namespace cs

#include "moc_runner.cpp"
