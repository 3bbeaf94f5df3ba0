#include "widgets/connectionstatus.h"

#include <QHBoxLayout>
#include <QLabel>

#include "client/session.h"
#include "models/usermodel.h"
#include "models/words.h"
#include "widgets/iconlabel.h"
#include "widgets/look.h"

namespace cs {

ConnectionStatus::ConnectionStatus(Session &session, QWidget *parent)
    : QWidget(parent),
      m_session(session),
      m_mark(new IconLabel({}, 16, this)),
      m_text(new QLabel(this))
{
    setObjectName(QStringLiteral("connectionStatus"));
    m_text->setTextFormat(Qt::PlainText);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(space::medium, space::tiny, space::medium, space::tiny);
    row->setSpacing(space::small);
    row->addWidget(m_mark);
    // Where the window is narrow its end is cut off rather than the window made wider.
    m_text->setMinimumWidth(space::huge);
    row->addWidget(m_text, 1);
    connect(&session, &Session::stateChanged, this, &ConnectionStatus::refresh);
    connect(&session, &Session::roleChanged, this, &ConnectionStatus::refresh);
    refresh();
}

ConnectionStatus::~ConnectionStatus() = default;

QString ConnectionStatus::text() const
{
    return m_text->text();
}

void ConnectionStatus::refresh()
{
    QString text = wordsFor(m_session.state());
    if (m_session.state() != Session::State::SignedOut) {
        text = tr("%1 – %2", "state of the connection, server").arg(text, m_session.address().toString());
        if (m_session.role())
            text = tr("%1, signed in as %2 (%3)", "state and server, user, role")
                       .arg(text, m_session.userName(), roleText(*m_session.role()));
    }
    m_text->setText(text);
    setPlainToolTip(*m_text, text);
    const bool live = m_session.isLive();
    setTone(*m_text, live ? Tone::Success : Tone::Warning);
    m_mark->setIconName(live ? QStringLiteral("connected") : QStringLiteral("disconnected"));
}

}  // namespace cs

#include "moc_connectionstatus.cpp"
