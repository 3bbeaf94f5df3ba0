#include "pages/camerapage.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QScrollArea>
#include <QTableView>
#include <QVBoxLayout>

#include "actions/commands.h"
#include "models/cameramodel.h"
#include "models/eventlogmodel.h"
#include "models/words.h"
#include "pages/cameracommands.h"
#include "pages/cameraside.h"
#include "pages/camerawords.h"
#include "pages/commandfoot.h"
#include "pages/eventsofcamera.h"
#include "pages/streamaddresses.h"
#include "widgets/commandbutton.h"
#include "widgets/look.h"
#include "widgets/picturesources.h"
#include "widgets/pictureview.h"
#include "widgets/table.h"

namespace cs {

namespace {

constexpr int EventTimeWidth = 150;
constexpr int LeastPicture = 140;
constexpr int LeastEvents = 96;
// Below it the side stands under the picture.
constexpr int NarrowWidth = 620;

}  // namespace

CameraPage::CameraPage(CameraModel &cameras, CameraActions &actions, EventLogModel &events, Commands &commands,
                       PictureSources &sources, QWidget *parent)
    : Page(parent),
      m_cameras(cameras),
      m_commands(commands),
      m_sources(sources),
      m_cameraCommands(new CameraCommands(cameras, actions, commands, this)),
      m_picture(new PictureView)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::medium, space::medium, space::medium, space::medium);
    layout->setSpacing(space::small);
    layout->addWidget(makeHead());
    layout->addWidget(makeBody(events, actions), 1);
    m_picture->setFocusPolicy(Qt::StrongFocus);
    connect(m_cameraCommands, &CameraCommands::said, this, &Page::said);
    connect(&m_side->addresses(), &StreamAddresses::said, this, &Page::said);
    connect(m_commands.action(CommandId::GoBack), &QAction::triggered, this, [this] {
        if (m_entered)
            Q_EMIT left();
    });
    connect(&cameras, &CameraModel::cameraChanged, this, [this](CameraId device) {
        if (device == m_device)
            refresh();
    });
    connect(&cameras, &CameraModel::cameraRemoved, this, [this](CameraId device) {
        if (device == m_device)
            refresh();
    });
    connect(&cameras, &CameraModel::staleChanged, this, [this](bool stale) {
        refresh();
        if (!stale && m_live)
            m_live->retryNow();
    });
}

CameraPage::~CameraPage() = default;

QWidget *CameraPage::makeHead()
{
    auto *head = new QWidget(this);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(new CommandButton(m_commands.action(CommandId::GoBack), CommandButton::Show::IconOnly, head));
    m_head = new CommandFoot({CommandId::TakeSnapshot, CommandId::StartRecording, CommandId::StopRecording}, m_commands,
                             head, Look::Title);
    row->addWidget(m_head, 1);
    return head;
}

QWidget *CameraPage::makeBody(EventLogModel &events, CameraActions &actions)
{
    auto *body = new QWidget;
    m_middle = new QBoxLayout(QBoxLayout::LeftToRight, body);
    m_middle->setContentsMargins(0, 0, 0, 0);
    m_middle->setSpacing(space::medium);
    m_middle->addLayout(makeMain(events, body), 1);
    m_side = new CameraSide(actions, body);
    m_middle->addWidget(m_side);
    // What finds no room is scrolled rather than squeezed.
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setMinimumSize(CameraSide::Width, LeastPicture);
    scroll->setWidget(body);
    return scroll;
}

void CameraPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    const bool narrow = width() < NarrowWidth;
    m_middle->setDirection(narrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    m_side->setBelow(narrow);
}

QLayout *CameraPage::makeMain(EventLogModel &events, QWidget *body)
{
    // Tab goes in the order in which they come into the page.
    m_picture->setParent(body);
    m_picture->setMinimumHeight(LeastPicture);
    m_events = new EventsOfCamera(events, this);
    m_eventTable = new QTableView(body);
    m_eventTable->setMinimumHeight(LeastEvents);
    setUpTable(*m_eventTable, tr("Last events of this camera"));
    m_eventTable->setModel(m_events);
    m_eventTable->hideColumn(EventLogModel::Camera);
    m_eventTable->horizontalHeader()->resizeSection(EventLogModel::Time, EventTimeWidth);
    auto *column = new QVBoxLayout;
    column->setSpacing(space::small);
    column->addWidget(m_picture, 5);
    column->addWidget(makeLabel(tr("Last events"), Look::Heading, body));
    column->addWidget(m_eventTable, 2);
    return column;
}

QString CameraPage::title() const
{
    const CameraEntry *camera = m_cameras.find(m_device);
    return camera && !camera->row.name.isEmpty() ? camera->row.name : m_device.toString();
}

void CameraPage::setCamera(CameraId device)
{
    if (device == m_device)
        return;
    stop();
    m_device = device;
    m_connected = false;
    m_events->setCamera(device);
    refresh();
    if (m_entered)
        m_side->addresses().setCamera(device);
    m_cameraCommands->setCamera(device);
}

void CameraPage::refresh()
{
    const CameraEntry *camera = m_cameras.find(m_device);
    m_head->setChosen(title());
    m_picture->setName(title());
    if (!camera && !m_cameras.isStale()) {
        m_connected = false;
        m_picture->setNotice(tr("This camera was removed, or you may not see it any more"));
    } else if (camera && !m_cameras.isStale()) {
        m_connected = camera->isConnected();
        m_picture->setNotice(m_connected ? QString() : CameraWords::off(*camera));
    } else {
        // The stream itself will tell whether it moves.
        m_picture->setNotice({});
    }
    refreshFacts();
    follow();
}

void CameraPage::refreshFacts()
{
    const CameraEntry *camera = m_cameras.find(m_device);
    if (m_cameras.isStale() || !camera) {
        m_side->setFacts(m_cameras.isStale() ? CameraWords::notKnown()
                                             : tr("This camera was removed, or you may not see it any more"));
        return;
    }
    QStringList lines{CameraWords::line(*camera)};
    if (camera->viewers >= 0)
        lines << tr("%n watching", nullptr, static_cast<int>(camera->viewers));
    if (camera->isRecording())
        lines << tr("Being recorded: %1").arg(camera->recording.toString());
    m_side->setFacts(lines.join(u'\n'));
}

void CameraPage::follow()
{
    if (!m_entered || !m_connected) {
        stop();
        return;
    }
    if (m_live)
        return;
    m_live = m_sources.live(m_device);
    m_picture->watch(m_live.get());
    m_live->start();
}

void CameraPage::stop()
{
    if (!m_live)
        return;
    m_picture->clear();
    m_live.reset();
}

void CameraPage::enter()
{
    m_entered = true;
    m_cameras.followViewers(true);
    m_cameraCommands->setActive(true);
    m_cameraCommands->setCamera(m_device);
    m_commands.setAvailable(CommandId::GoBack, true);
    m_side->addresses().setCamera(m_device);
    refresh();
    m_picture->setFocus(Qt::OtherFocusReason);
}

void CameraPage::leave()
{
    m_entered = false;
    m_cameras.followViewers(false);
    m_cameraCommands->setActive(false);
    m_commands.setAvailable(CommandId::GoBack, false);
    m_side->addresses().setCamera({});
    stop();
}

void CameraPage::reload()
{
    m_cameras.reload();
    m_side->addresses().setCamera(m_device);
}

}  // namespace cs

#include "moc_camerapage.cpp"
