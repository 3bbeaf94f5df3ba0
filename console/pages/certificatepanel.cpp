#include "pages/certificatepanel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "client/certificatepins.h"
#include "widgets/look.h"

namespace cs {

namespace {

QLabel *makeFingerprint(const QString &name, QWidget *parent)
{
    QLabel *label = makeLabel({}, Look::Monospace, parent);
    label->setWordWrap(false);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    label->setAccessibleName(name);
    return label;
}

}  // namespace

CertificatePanel::CertificatePanel(QWidget *parent)
    : QWidget(parent),
      m_heading(makeLabel({}, Look::Heading, this)),
      m_text(makeLabel({}, Look::Message, this)),
      m_shownLabel(new QLabel(tr("Fingerprint (SHA-256) of this certificate"), this)),
      m_shown(makeFingerprint(m_shownLabel->text(), this)),
      m_knownLabel(new QLabel(tr("Fingerprint of the certificate that was accepted"), this)),
      m_known(makeFingerprint(m_knownLabel->text(), this)),
      m_accept(new QPushButton(tr("Trust this certificate"), this)),
      m_cancel(new QPushButton(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::small);
    for (QWidget *part :
         std::initializer_list<QWidget *>{m_heading, m_text, m_shownLabel, m_shown, m_knownLabel, m_known})
        column->addWidget(part);
    column->addSpacing(space::small);
    auto *row = new QHBoxLayout;
    row->addStretch();
    row->addWidget(m_cancel);
    row->addWidget(m_accept);
    column->addLayout(row);
    m_accept->setAutoDefault(true);
    m_cancel->setAutoDefault(true);
    connect(m_accept, &QPushButton::clicked, this, &CertificatePanel::accepted);
    connect(m_cancel, &QPushButton::clicked, this, &CertificatePanel::cancelled);
}

CertificatePanel::~CertificatePanel() = default;

void CertificatePanel::show(const SignInFlow &flow)
{
    const bool changed = flow.certificateChanged();
    const QString server = flow.entry().address;
    m_heading->setText(changed ? tr("This is not the server you know") : tr("Is this the right server?"));
    if (changed)
        setMessage(*m_text,
                   tr("%1 shows another certificate than the one that was accepted before. Somebody may stand between "
                      "you and the server, so nothing was sent. Ask whoever runs the server. Only if the certificate "
                      "was really replaced: remove the server in the settings and sign in anew.")
                       .arg(server),
                   Tone::Error);
    else
        setMessage(*m_text,
                   tr("Nobody vouches for the certificate of %1. Compare the fingerprint with the one the server "
                      "shows at its start, or ask whoever runs it. Nothing was sent so far.")
                       .arg(server),
                   Tone::Warning);
    m_shown->setText(fingerprintText(flow.fingerprint()));
    m_known->setText(fingerprintText(flow.acceptedFingerprint()));
    m_knownLabel->setVisible(changed);
    m_known->setVisible(changed);
    m_accept->setVisible(!changed);
    m_cancel->setText(changed ? tr("Back") : tr("Cancel"));
}

void CertificatePanel::focusFirst()
{
    m_cancel->setFocus();
}

}  // namespace cs

#include "moc_certificatepanel.cpp"
