#include "pages/streamaddresses.h"

#include <QClipboard>
#include <QGridLayout>
#include <QGuiApplication>
#include <QLineEdit>
#include <QPushButton>

#include "actions/icons.h"
#include "models/words.h"
#include "widgets/look.h"

namespace cs {

namespace {

QString withoutToken(const QString &address)
{
    QUrl url(address);
    url.setQuery(QString());
    url.setFragment(QString());
    url.setUserInfo({});
    return url.toString();
}

}  // namespace

StreamAddresses::StreamAddresses(CameraActions &actions, QWidget *parent) : QWidget(parent), m_actions(actions)
{
    auto *layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::tiny);
    using Reply = api::GetStreamUrl::Reply;
    addRow(QStringLiteral("RTSP"), [](const Reply &reply) { return reply.streams.rtsp; });
    addRow(QStringLiteral("HLS"), [](const Reply &reply) { return reply.streams.hls; });
    addRow(QStringLiteral("WebRTC"), [](const Reply &reply) { return reply.streams.webrtc; });
    addRow(tr("Browser"), [](const Reply &reply) { return reply.webPage; });
}

StreamAddresses::~StreamAddresses() = default;

void StreamAddresses::addRow(const QString &name, Pick pick)
{
    auto *layout = static_cast<QGridLayout *>(this->layout());
    const int row = static_cast<int>(m_addresses.size());
    auto *field = new QLineEdit(this);
    field->setReadOnly(true);
    auto *label = makeFieldLabel(name, *field, this);
    field->setAccessibleName(tr("%1 address").arg(name));
    auto *button = new QPushButton(icon(QStringLiteral("copy")), {}, this);
    setLook(*button, Look::Quiet);
    button->setAccessibleName(tr("Copy the %1 address").arg(name));
    button->setToolTip(tr("Copy the %1 address with a fresh token").arg(name));
    layout->addWidget(label, row, 0);
    layout->addWidget(field, row, 1);
    layout->addWidget(button, row, 2);
    m_addresses.push_back({name, std::move(pick), field, button});
    const size_t index = m_addresses.size() - 1;
    connect(button, &QPushButton::clicked, this, [this, index] { copy(m_addresses[index]); });
}

void StreamAddresses::setCamera(CameraId device)
{
    m_device = device;
    for (const Address &address : m_addresses) {
        address.field->clear();
        address.copy->setEnabled(device.isValid());
    }
    refresh();
}

void StreamAddresses::refresh()
{
    if (!m_device.isValid())
        return;
    const CameraId device = m_device;
    whenDone(this, m_actions.streamAddresses(device), [this, device](const Result<api::GetStreamUrl::Reply> &reply) {
        if (device != m_device)
            return;
        for (const Address &address : m_addresses) {
            address.field->setText(reply.ok() ? withoutToken(address.pick(*reply)) : QString());
            address.field->setPlaceholderText(reply.ok() ? QString() : wordsFor(reply.error()));
            address.field->setCursorPosition(0);
        }
    });
}

void StreamAddresses::copy(const Address &address)
{
    whenDone(this, m_actions.streamAddresses(m_device),
             [this, name = address.name, pick = address.pick](const Result<api::GetStreamUrl::Reply> &reply) {
                 if (!reply.ok()) {
                     Q_EMIT said(tr("The %1 address could not be fetched. %2").arg(name, wordsFor(reply.error())),
                                 Tone::Error);
                     return;
                 }
                 QGuiApplication::clipboard()->setText(pick(*reply));
                 Q_EMIT said(tr("The %1 address is copied. A player can start with it until %2.")
                                 .arg(name, timeWords(reply->expiresAt)),
                             Tone::Success);
             });
}

}  // namespace cs

#include "moc_streamaddresses.cpp"
