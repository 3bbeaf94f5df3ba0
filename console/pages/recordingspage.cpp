#include "pages/recordingspage.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QTableView>
#include <QVBoxLayout>

#include "actions/commands.h"
#include "models/recordingmodel.h"
#include "pages/commandfoot.h"
#include "pages/downloadlist.h"
#include "pages/namedrecordings.h"
#include "pages/recordingcommands.h"
#include "pages/recordingfilterbar.h"
#include "pages/recordingplayer.h"
#include "widgets/commandbutton.h"
#include "widgets/look.h"
#include "widgets/playerbar.h"
#include "widgets/stateoverlay.h"
#include "widgets/table.h"
#include "widgets/turningsplitter.h"

namespace cs {

RecordingsPage::RecordingsPage(RecordingModel &recordings, CameraModel &cameras, RecordingDownloads &downloads,
                               Commands &commands, PictureSources &sources, QWidget *parent)
    : Page(parent),
      m_recordings(recordings),
      m_commands(commands),
      m_listed(new NamedRecordings(recordings, cameras, this)),
      m_table(new QTableView),
      m_player(new RecordingPlayer(recordings, sources)),
      m_foot(new CommandFoot({CommandId::PlayRecording, CommandId::DownloadRecording, CommandId::DeleteRecording},
                             commands, nullptr)),
      m_fileCommands(new RecordingCommands(recordings, *m_listed, downloads, commands, this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::medium, space::medium, space::medium, space::medium);
    layout->setSpacing(space::small);
    layout->addWidget(makeHead(cameras));
    auto *middle = new TurningSplitter(this);
    middle->setHandleWidth(space::small);
    middle->addWidget(m_table);
    middle->addWidget(m_player);
    middle->setStretchFactor(0, 3);
    middle->setStretchFactor(1, 2);
    middle->setSizes({640, 440});
    layout->addWidget(middle, 1);
    layout->addWidget(new DownloadList(downloads, this));
    layout->addWidget(m_foot);
    makeTable();
    auto *overlay = new StateOverlay(recordings, tr("There are no recordings here."), m_table);
    connect(overlay, &StateOverlay::retryWanted, &recordings, &RecordingModel::reload);
    connectCommands();
    // That of the window before this one, as what is listed.
    m_filter->setFilter(recordings.filter());
    refreshCount();
    refreshChosen();
}

RecordingsPage::~RecordingsPage()
{
    // What is played says that it ends, which must not reach a page that is half gone.
    m_player->stop();
}

QWidget *RecordingsPage::makeHead(CameraModel &cameras)
{
    auto *head = new QWidget(this);
    auto *rows = new QVBoxLayout(head);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(space::small);
    auto *first = new QHBoxLayout;
    m_count = makeLabel({}, Look::Hint, head);
    m_count->setWordWrap(false);
    m_count->setMinimumWidth(space::huge);
    first->addWidget(makeLabel(title(), Look::Title, head));
    first->addSpacing(space::small);
    first->addWidget(m_count);
    first->addStretch(1);
    rows->addLayout(first);
    m_filter = new RecordingFilterBar(cameras, head);
    m_filter->add(
        new CommandButton(m_commands.action(CommandId::ClearFilter), CommandButton::Show::TextAndIcon, m_filter));
    rows->addWidget(m_filter);
    connect(m_filter, &RecordingFilterBar::filterChanged, this, [this](const RecordingFilter &filter) {
        m_recordings.setFilter(filter);
        m_commands.setAvailable(CommandId::ClearFilter, m_entered && !filter.isEmpty());
    });
    return head;
}

void RecordingsPage::makeTable()
{
    setUpTable(*m_table, tr("Recordings"));
    m_table->setModel(m_listed);
    QHeaderView *header = m_table->horizontalHeader();
    header->moveSection(header->visualIndex(RecordingModel::File), RecordingModel::ColumnCount - 1);
    const std::pair<int, int> widths[] = {{RecordingModel::Device, 90},
                                          {RecordingModel::Time, 140},
                                          {RecordingModel::Duration, 65},
                                          {RecordingModel::Size, 70},
                                          {RecordingModel::State, 80}};
    for (const auto &[column, width] : widths)
        header->resizeSection(column, width);
    m_table->setMinimumSize(320, 110);
    m_table->setTextElideMode(Qt::ElideMiddle);
    const auto changed = [this] {
        // Commands are for a row, so one is chosen as soon as there is one: that which was, if it is still there.
        if (!m_table->currentIndex().isValid() && m_recordings.rowCount() > 0)
            m_table->selectRow(std::max(0, m_recordings.rowOf(m_chosen)));
        refreshChosen();
        refreshCount();
    };
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, changed);
    connect(&m_recordings, &QAbstractItemModel::dataChanged, this, changed);
    connect(&m_recordings, &QAbstractItemModel::rowsInserted, this, changed);
    connect(&m_recordings, &QAbstractItemModel::rowsRemoved, this, changed);
    connect(&m_recordings, &QAbstractItemModel::modelReset, this, changed);
    connect(&m_recordings, &LoadedModel::loadStateChanged, this, changed);
    connect(&m_recordings, &RecordingModel::staleChanged, this, changed);
    // As the command, so that only what can be played is.
    connect(m_table, &QTableView::activated, m_commands.action(CommandId::PlayRecording), &QAction::trigger);
}

void RecordingsPage::connectCommands()
{
    connect(m_fileCommands, &RecordingCommands::said, this, &Page::said);
    connect(m_fileCommands, &RecordingCommands::playWanted, this, &RecordingsPage::play);
    connect(m_fileCommands, &RecordingCommands::removing, this, [this](const FileName &file) {
        if (m_player->file() == file)
            m_player->stop();
    });
    connect(m_commands.action(CommandId::ClearFilter), &QAction::triggered, this, [this] {
        if (m_entered)
            m_filter->setFilter({});
    });
    PlayerBar &bar = m_player->bar();
    connect(&bar, &PlayerBar::usableChanged, this, &RecordingsPage::refreshPlayer);
    connect(m_commands.action(CommandId::PauseRecording), &QAction::triggered, &bar, &PlayerBar::togglePause);
    connect(m_commands.action(CommandId::StepBack), &QAction::triggered, &bar, &PlayerBar::stepBack);
    connect(m_commands.action(CommandId::StepForward), &QAction::triggered, &bar, &PlayerBar::stepForward);
    connect(&m_recordings, &RecordingModel::forgotten, this, [this] {
        m_player->stop();
        m_filter->setFilter({});
    });
    connect(m_player, &RecordingPlayer::failed, this, [this](const FileName &file, const QString &words) {
        Q_EMIT said(tr("%1 cannot be played. %2").arg(file.toString(), words), Tone::Error);
    });
}

FileName RecordingsPage::chosen() const
{
    const QModelIndex row = m_table->currentIndex();
    return row.isValid() && row.row() < m_recordings.rowCount() ? m_recordings.file(row.row()).filename : FileName();
}

void RecordingsPage::refreshChosen()
{
    const FileName file = chosen();
    if (file.isValid())
        m_chosen = file;
    m_foot->setChosen(file.isValid() ? file.toString() : tr("No recording chosen"));
    m_fileCommands->setFile(file);
    m_commands.setAvailable(CommandId::ClearFilter, m_entered && !m_filter->filter().isEmpty());
}

void RecordingsPage::refreshPlayer()
{
    for (const CommandId id : {CommandId::PauseRecording, CommandId::StepBack, CommandId::StepForward})
        m_commands.setAvailable(id, m_entered && m_player->bar().isUsable());
}

void RecordingsPage::refreshCount()
{
    if (m_recordings.isStale()) {
        m_count->setText(tr("As last seen: the connection is lost"));
        return;
    }
    const int listed = m_recordings.rowCount();
    m_count->setText(m_recordings.filter().isEmpty() ? tr("%n recording(s)", nullptr, int(m_recordings.total()))
                                                     : tr("%n found", nullptr, listed));
}

void RecordingsPage::play(const FileName &file)
{
    m_player->play(file);
    m_player->takeFocus(Qt::OtherFocusReason);
}

void RecordingsPage::showCamera(CameraId device)
{
    m_filter->setFilter({device, {}});
}

void RecordingsPage::enter()
{
    m_entered = true;
    m_fileCommands->setActive(true);
    refreshChosen();
    refreshPlayer();
    refreshCount();
    m_table->setFocus(Qt::OtherFocusReason);
}

void RecordingsPage::leave()
{
    m_entered = false;
    m_fileCommands->setActive(false);
    m_player->setPaused(true);
    refreshChosen();
    refreshPlayer();
}

void RecordingsPage::reload()
{
    m_recordings.reload();
}

}  // namespace cs

#include "moc_recordingspage.cpp"
