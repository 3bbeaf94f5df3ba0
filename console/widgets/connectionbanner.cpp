#include "widgets/connectionbanner.h"

#include <QHBoxLayout>
#include <QLabel>

#include "actions/commands.h"
#include "models/words.h"
#include "widgets/commandbutton.h"
#include "widgets/iconlabel.h"

namespace cs {

ConnectionBanner::ConnectionBanner(Session &session, Commands &commands, QWidget *parent)
    : QFrame(parent),
      m_session(session),
      m_commands(commands),
      m_text(makeLabel({}, Look::Message, this)),
      m_wait(makeLabel({}, Look::Hint, this))
{
    setObjectName(QStringLiteral("connectionBanner"));
    m_wait->setWordWrap(false);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(space::large, space::small, space::medium, space::small);
    row->setSpacing(space::medium);
    row->addWidget(new IconLabel(QStringLiteral("disconnected"), 20, this));
    row->addWidget(m_text, 1);
    row->addWidget(m_wait);
    row->addWidget(new CommandButton(commands.action(CommandId::ReconnectNow), CommandButton::Show::TextOnly, this));
    m_tick.setInterval(std::chrono::seconds(1));
    connect(&m_tick, &QTimer::timeout, this, &ConnectionBanner::refresh);
    connect(&session, &Session::stateChanged, this, &ConnectionBanner::onState);
    connect(&session, &Session::retrying, this, &ConnectionBanner::onRetrying);
    connect(commands.action(CommandId::ReconnectNow), &QAction::triggered, &session, &Session::retryNow);
    onState();
}

ConnectionBanner::~ConnectionBanner() = default;

void ConnectionBanner::onState()
{
    const bool lost = m_session.state() == Session::State::Reconnecting;
    m_commands.setAvailable(CommandId::ReconnectNow, lost);
    setVisible(lost);
    if (!lost) {
        m_tick.stop();
        return;
    }
    setMessage(*m_text, wordsFor(m_session.reason()), Tone::Warning);
    refresh();
}

void ConnectionBanner::onRetrying(std::chrono::milliseconds wait)
{
    m_next = QDeadlineTimer(wait);
    m_tick.start();
    onState();
}

void ConnectionBanner::refresh()
{
    const qint64 left = (m_next.remainingTime() + 999) / 1000;
    m_wait->setText(left > 0 ? tr("Next try in %n s", nullptr, static_cast<int>(left)) : tr("Trying …"));
}

}  // namespace cs

#include "moc_connectionbanner.cpp"
