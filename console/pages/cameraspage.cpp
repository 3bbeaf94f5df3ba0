#include "pages/cameraspage.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include "actions/commands.h"
#include "actions/icons.h"
#include "models/cameramodel.h"
#include "pages/cameracommands.h"
#include "pages/camerafilter.h"
#include "pages/cameragrid.h"
#include "pages/camerawords.h"
#include "pages/commandfoot.h"
#include "widgets/commandbutton.h"
#include "widgets/look.h"
#include "widgets/stateoverlay.h"
#include "widgets/table.h"

namespace cs {

CamerasPage::CamerasPage(CameraModel &cameras, CameraActions &actions, Commands &commands, PictureSources &sources,
                         QWidget *parent)
    : Page(parent),
      m_cameras(cameras),
      m_commands(commands),
      m_shown(new CameraFilter(cameras, this)),
      m_sorted(new CameraFilter(cameras, this)),
      m_grid(new CameraGrid(cameras, *m_shown, sources)),
      m_table(new QTableView),
      m_views(new QStackedWidget),
      m_foot(new CommandFoot(
          {CommandId::OpenCamera, CommandId::TakeSnapshot, CommandId::StartRecording, CommandId::StopRecording},
          commands, nullptr)),
      m_cameraCommands(new CameraCommands(cameras, actions, commands, this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::medium, space::medium, space::medium, space::medium);
    layout->setSpacing(space::small);
    layout->addWidget(makeHead());
    layout->addWidget(m_views, 1);
    makeTable();
    // Tab goes in the order in which they come into the page.
    m_views->addWidget(m_grid);
    m_views->addWidget(m_table);
    layout->addWidget(m_foot);
    auto *overlay = new StateOverlay(cameras, tr("There is no camera that you may see."), m_views);
    connect(overlay, &StateOverlay::retryWanted, &cameras, &CameraModel::reload);
    connect(m_cameraCommands, &CameraCommands::said, this, &Page::said);
    connectCommands();
    connectCameras();
    showAs(m_grid);
    refreshCount();
    refreshChosen();
}

CamerasPage::~CamerasPage() = default;

QWidget *CamerasPage::makeHead()
{
    auto *head = new QWidget(this);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    m_count = makeLabel({}, Look::Hint, head);
    m_count->setWordWrap(false);
    m_find = new QLineEdit(head);
    m_find->setPlaceholderText(tr("Find a camera"));
    m_find->setAccessibleName(tr("Find a camera"));
    m_find->setAccessibleDescription(tr("Shows the cameras whose name, state or size contain this text"));
    m_find->setClearButtonEnabled(true);
    m_find->setMaximumWidth(260);
    m_count->setMinimumWidth(space::huge);
    m_find->addAction(icon(QStringLiteral("search"), QPalette::PlaceholderText), QLineEdit::LeadingPosition);
    connect(m_find, &QLineEdit::textChanged, this, [this] {
        shownFilter().setText(m_find->text());
        // The grid does so by itself.
        if (m_views->currentWidget() == m_table)
            choose(m_sorted->rowOf(current()) >= 0 ? current() : m_sorted->deviceAt(0));
        refreshCount();
    });
    row->addWidget(makeLabel(title(), Look::Title, head));
    row->addSpacing(space::small);
    row->addWidget(m_count);
    row->addStretch(1);
    row->addWidget(m_find);
    row->addWidget(new CommandButton(m_commands.action(CommandId::ShowGrid), CommandButton::Show::IconOnly, head));
    row->addWidget(new CommandButton(m_commands.action(CommandId::ShowTable), CommandButton::Show::IconOnly, head));
    return head;
}

void CamerasPage::makeTable()
{
    setUpTable(*m_table, tr("Cameras as a table"));
    m_table->setModel(m_sorted);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(CameraModel::Device, Qt::AscendingOrder);
    QHeaderView *header = m_table->horizontalHeader();
    // From what it is to how it is.
    header->moveSection(header->visualIndex(CameraModel::Device), 1);
    header->moveSection(header->visualIndex(CameraModel::Reason), 3);
    const std::pair<int, int> widths[] = {{CameraModel::Name, 150},      {CameraModel::Device, 100},
                                          {CameraModel::Status, 130},    {CameraModel::Reason, 110},
                                          {CameraModel::Resolution, 90}, {CameraModel::Fps, 95},
                                          {CameraModel::Viewers, 80}};
    for (const auto &[column, width] : widths)
        header->resizeSection(column, width);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex &row) {
        if (row.isValid() && m_views->currentWidget() == m_table)
            choose(m_sorted->deviceAt(row.row()));
    });
    connect(m_table, &QTableView::activated, this,
            [this](const QModelIndex &row) { Q_EMIT cameraChosen(m_sorted->deviceAt(row.row())); });
}

void CamerasPage::connectCommands()
{
    connect(m_grid, &CameraGrid::currentChanged, this, &CamerasPage::refreshChosen);
    connect(m_grid, &CameraGrid::opened, this, &CamerasPage::cameraChosen);
    connect(m_commands.action(CommandId::ShowGrid), &QAction::triggered, this, [this] { showAs(m_grid); });
    connect(m_commands.action(CommandId::ShowTable), &QAction::triggered, this, [this] { showAs(m_table); });
    connect(m_commands.action(CommandId::FindCamera), &QAction::triggered, this, [this] {
        if (m_entered)
            m_find->setFocus(Qt::ShortcutFocusReason);
    });
    connect(m_commands.action(CommandId::OpenCamera), &QAction::triggered, this, [this] {
        if (m_entered && current().isValid())
            Q_EMIT cameraChosen(current());
    });
}

void CamerasPage::connectCameras()
{
    const auto recount = [this] { refreshCount(); };
    connect(&m_cameras, &LoadedModel::loadStateChanged, this, recount);
    connect(&m_cameras, &CameraModel::staleChanged, this, recount);
    connect(&m_cameras, &CameraModel::cameraRemoved, this, recount);
    connect(&m_cameras, &CameraModel::cameraChanged, this, [this](CameraId device) {
        refreshCount();
        if (device == current())
            refreshChosen();
    });
}

// Of the view that is shown; the other one gets its text when it is.
CameraFilter &CamerasPage::shownFilter() const
{
    return m_views->currentWidget() == m_table ? *m_sorted : *m_shown;
}

void CamerasPage::showAs(QWidget *view)
{
    m_views->setCurrentWidget(view);
    shownFilter().setText(m_find->text());
    m_commands.action(CommandId::ShowGrid)->setChecked(view == m_grid);
    m_commands.action(CommandId::ShowTable)->setChecked(view == m_table);
    m_grid->setWatching(m_entered && view == m_grid);
    choose(current());
    if (!m_entered)
        return;
    if (view == m_table)
        m_table->setFocus(Qt::OtherFocusReason);
    else
        m_grid->takeFocus(Qt::OtherFocusReason);
}

CameraId CamerasPage::current() const
{
    return m_grid->current();
}

void CamerasPage::choose(CameraId device)
{
    m_grid->setCurrent(device);
    const int row = m_sorted->rowOf(device);
    // The table makes a row its current one by itself when it gets the focus, without showing it as chosen.
    if (row >= 0 && !m_table->selectionModel()->isRowSelected(row))
        m_table->selectRow(row);
}

void CamerasPage::refreshCount()
{
    if (m_cameras.isStale()) {
        m_count->setText(CameraWords::notKnown());
        return;
    }
    QString text = tr("%1 of %2 connected").arg(m_cameras.connectedCount()).arg(m_cameras.rowCount());
    if (!m_find->text().trimmed().isEmpty())
        text += QStringLiteral(" · ") + tr("%n shown", nullptr, shownFilter().rowCount());
    m_count->setText(text);
}

void CamerasPage::refreshChosen()
{
    m_cameraCommands->setCamera(current());
    m_commands.setAvailable(CommandId::OpenCamera, m_entered && current().isValid());
    const CameraEntry *camera = m_cameras.find(current());
    m_foot->setChosen(camera ? camera->row.name : tr("No camera chosen"));
}

void CamerasPage::enter()
{
    m_entered = true;
    m_cameras.followViewers(true);
    m_cameraCommands->setActive(true);
    m_commands.setAvailable(CommandId::ShowGrid, true);
    m_commands.setAvailable(CommandId::ShowTable, true);
    m_commands.setAvailable(CommandId::FindCamera, true);
    refreshChosen();
    showAs(m_views->currentWidget());
}

void CamerasPage::leave()
{
    m_entered = false;
    m_cameras.followViewers(false);
    m_grid->setWatching(false);
    m_cameraCommands->setActive(false);
    for (const CommandId id : {CommandId::ShowGrid, CommandId::ShowTable, CommandId::FindCamera, CommandId::OpenCamera})
        m_commands.setAvailable(id, false);
}

void CamerasPage::reload()
{
    m_cameras.reload();
}

}  // namespace cs

#include "moc_cameraspage.cpp"
