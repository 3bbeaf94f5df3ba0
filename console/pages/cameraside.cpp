#include "pages/cameraside.h"

#include <QLabel>
#include <QVBoxLayout>

#include "pages/streamaddresses.h"
#include "widgets/look.h"

namespace cs {

CameraSide::CameraSide(CameraActions &actions, QWidget *parent)
    : QWidget(parent),
      m_facts(new QLabel(this)),
      m_addresses(new StreamAddresses(actions, this))
{
    m_facts->setWordWrap(true);
    m_facts->setTextFormat(Qt::PlainText);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::small);
    layout->addWidget(makeLabel(tr("State"), Look::Heading, this));
    layout->addWidget(m_facts);
    layout->addSpacing(space::small);
    layout->addWidget(makeLabel(tr("Addresses for other players"), Look::Heading, this));
    layout->addWidget(m_addresses);
    layout->addStretch(1);
    setBelow(false);
}

CameraSide::~CameraSide() = default;

void CameraSide::setFacts(const QString &facts)
{
    m_facts->setText(facts);
    reserveHeight(*m_facts, Width);
}

void CameraSide::setBelow(bool below)
{
    setMinimumWidth(below ? 0 : Width);
    setMaximumWidth(below ? QWIDGETSIZE_MAX : Width);
}

}  // namespace cs

#include "moc_cameraside.cpp"
