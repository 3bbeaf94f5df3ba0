#include "pages/signinpage.h"

#include <QFrame>
#include <QKeyEvent>
#include <QScrollArea>
#include <QVBoxLayout>

#include "pages/certificatepanel.h"
#include "pages/passwordpanel.h"
#include "pages/signinform.h"
#include "widgets/iconlabel.h"
#include "widgets/look.h"

namespace cs {

SignInPage::SignInPage(SignInFlow &flow, ServerList &servers, QWidget *parent)
    : Page(parent),
      m_flow(flow),
      m_form(new SignInForm(servers)),
      m_certificate(new CertificatePanel),
      m_password(new PasswordPanel(tr("A new password, please"),
                                   tr("The password you signed in with was meant for the first time only.")))
{
    // On a small screen the card is scrolled rather than squeezed.
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(makeCard());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(scroll);

    connect(m_form, &SignInForm::submitted, this, [this] { m_flow.signIn(m_form->entry()); });
    connect(m_form, &SignInForm::cancelled, &flow, &SignInFlow::cancel);
    connect(m_certificate, &CertificatePanel::accepted, &flow, &SignInFlow::acceptCertificate);
    connect(m_certificate, &CertificatePanel::cancelled, &flow, &SignInFlow::cancel);
    connect(m_password, &PasswordPanel::submitted, &flow, &SignInFlow::changePassword);
    connect(m_password, &PasswordPanel::cancelled, &flow, &SignInFlow::cancel);
    connect(&flow, &SignInFlow::changed, this, &SignInPage::refresh);
    refresh();
}

SignInPage::~SignInPage() = default;

QString SignInPage::title() const
{
    return tr("Sign in");
}

void SignInPage::enter()
{
    refresh();
    m_form->focusFirst();
}

void SignInPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_flow.step() != SignInFlow::Step::Form)
        m_flow.cancel();
    else
        Page::keyPressEvent(event);
}

QWidget *SignInPage::makeCard()
{
    auto *card = new QFrame;
    setLook(*card, Look::Card);
    card->setFixedWidth(440);
    auto *inner = new QVBoxLayout(card);
    inner->setContentsMargins(space::huge, space::huge, space::huge, space::huge);
    inner->setSpacing(space::medium);
    auto *head = new QHBoxLayout;
    head->setSpacing(space::medium);
    head->addWidget(new IconLabel(QStringLiteral("camera"), 32, card));
    head->addWidget(makeLabel(tr("Camera console"), Look::Title, card), 1);
    inner->addLayout(head);
    for (QWidget *part : std::initializer_list<QWidget *>{m_form, m_certificate, m_password})
        inner->addWidget(part);

    auto *room = new QWidget;
    auto *column = new QVBoxLayout(room);
    column->setContentsMargins(space::medium, space::medium, space::medium, space::medium);
    column->addStretch(2);
    column->addWidget(card, 0, Qt::AlignHCenter);
    column->addStretch(3);
    return room;
}

void SignInPage::refresh()
{
    m_form->show(m_flow);
    switch (m_flow.step()) {
    case SignInFlow::Step::Form:
    case SignInFlow::Step::Busy: showPart(m_form); break;
    case SignInFlow::Step::Certificate:
        m_certificate->show(m_flow);
        showPart(m_certificate);
        m_certificate->focusFirst();
        break;
    case SignInFlow::Step::NewPassword:
        if (m_password->isHidden())
            m_password->begin(m_flow.entry().login.password);
        m_password->setTrouble(m_flow.trouble());
        showPart(m_password);
        m_password->focusFirst();
        break;
    case SignInFlow::Step::SignedIn: m_password->clear(); break;
    }
}

void SignInPage::showPart(QWidget *part)
{
    const bool other = part->isHidden();
    for (QWidget *each : std::initializer_list<QWidget *>{m_form, m_certificate, m_password})
        each->setVisible(each == part);
    if (other && part == m_form)
        m_form->focusFirst();
}

}  // namespace cs

#include "moc_signinpage.cpp"
