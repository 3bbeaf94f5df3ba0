#include "pages/recordingspage.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QSplitter>
#include <QStandardPaths>
#include <QTableView>
#include <QVBoxLayout>

#include "actions/commands.h"
#include "models/recordingdownloads.h"
#include "models/recordingmodel.h"
#include "models/words.h"
#include "pages/downloadlist.h"
#include "pages/recordingfilterbar.h"
#include "pages/recordingplayer.h"
#include "pages/tablesetup.h"
#include "widgets/commandbutton.h"
#include "widgets/confirmdialog.h"
#include "widgets/look.h"
#include "widgets/stateoverlay.h"

namespace cs {

RecordingsPage::RecordingsPage(RecordingModel &recordings, CameraModel &cameras, RecordingDownloads &downloads,
                               Commands &commands, PictureSources &sources, QWidget *parent)
    : Page(parent),
      m_recordings(recordings),
      m_downloads(downloads),
      m_commands(commands),
      m_table(new QTableView),
      m_player(new RecordingPlayer(recordings, sources)),
      m_folder(QStandardPaths::writableLocation(QStandardPaths::DownloadLocation))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::medium, space::medium, space::medium, space::medium);
    layout->setSpacing(space::small);
    layout->addWidget(makeHead(cameras));
    auto *middle = new QSplitter(this);
    middle->setChildrenCollapsible(false);
    middle->addWidget(m_table);
    middle->addWidget(m_player);
    middle->setStretchFactor(0, 3);
    middle->setStretchFactor(1, 2);
    middle->setSizes({640, 440});
    layout->addWidget(middle, 1);
    layout->addWidget(new DownloadList(downloads, this));
    layout->addWidget(makeFoot());
    makeTable();
    auto *overlay = new StateOverlay(recordings, tr("There are no recordings here."), m_table);
    connect(overlay, &StateOverlay::retryWanted, &recordings, &RecordingModel::reload);
    connect(m_player, &RecordingPlayer::failed, this, [this](const FileName &file, const QString &words) {
        Q_EMIT said(tr("%1 cannot be played. %2").arg(file.toString(), words), Tone::Error);
    });
    connectCommands();
    refreshCount();
    refreshChosen();
}

RecordingsPage::~RecordingsPage() = default;

QWidget *RecordingsPage::makeHead(CameraModel &cameras)
{
    auto *head = new QWidget(this);
    auto *rows = new QVBoxLayout(head);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(space::small);
    auto *first = new QHBoxLayout;
    m_count = makeLabel({}, Look::Hint, head);
    m_count->setWordWrap(false);
    first->addWidget(makeLabel(title(), Look::Title, head));
    first->addSpacing(space::small);
    first->addWidget(m_count);
    first->addStretch(1);
    rows->addLayout(first);
    auto *second = new QHBoxLayout;
    m_filter = new RecordingFilterBar(cameras, head);
    second->addWidget(m_filter);
    second->addWidget(
        new CommandButton(m_commands.action(CommandId::ClearFilter), CommandButton::Show::TextAndIcon, head));
    second->addStretch(1);
    rows->addLayout(second);
    connect(m_filter, &RecordingFilterBar::filterChanged, this, [this](const RecordingFilter &filter) {
        m_recordings.setFilter(filter);
        m_commands.setAvailable(CommandId::ClearFilter, m_entered && !filter.isEmpty());
    });
    return head;
}

QWidget *RecordingsPage::makeFoot()
{
    auto *foot = new QWidget(this);
    setLook(*foot, Look::Toolbar);
    auto *row = new QHBoxLayout(foot);
    row->setContentsMargins(0, 0, 0, 0);
    m_chosen = makeLabel({}, Look::Hint, foot);
    m_chosen->setWordWrap(false);
    m_chosen->setTextFormat(Qt::PlainText);
    m_chosen->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    row->addWidget(m_chosen, 1);
    for (const CommandId id : {CommandId::PlayRecording, CommandId::DownloadRecording, CommandId::DeleteRecording}) {
        auto *button = new CommandButton(m_commands.action(id), CommandButton::Show::TextAndIcon, foot);
        const auto follow = [this, button, id] { button->setVisible(m_commands.isAllowed(id)); };
        connect(&m_commands, &Commands::roleChanged, button, follow);
        follow();
        row->addWidget(button);
    }
    return foot;
}

void RecordingsPage::makeTable()
{
    setUpTable(*m_table, tr("Recordings"));
    m_table->setModel(&m_recordings);
    QHeaderView *header = m_table->horizontalHeader();
    header->moveSection(header->visualIndex(RecordingModel::File), RecordingModel::ColumnCount - 1);
    const std::pair<int, int> widths[] = {{RecordingModel::Device, 110},
                                          {RecordingModel::Time, 150},
                                          {RecordingModel::Duration, 70},
                                          {RecordingModel::Size, 80},
                                          {RecordingModel::State, 90}};
    for (const auto &[column, width] : widths)
        header->resizeSection(column, width);
    m_table->setMinimumWidth(320);
    m_table->setTextElideMode(Qt::ElideMiddle);
    const auto changed = [this] {
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
    connect(m_table, &QTableView::activated, this, &RecordingsPage::play);
}

void RecordingsPage::connectCommands()
{
    const auto on = [this](CommandId id, auto fn) {
        connect(m_commands.action(id), &QAction::triggered, this, [this, fn] {
            if (m_entered)
                fn();
        });
    };
    on(CommandId::PlayRecording, [this] { play(); });
    on(CommandId::DownloadRecording, [this] { download(); });
    on(CommandId::CancelDownload, [this] { m_downloads.cancel(chosen()); });
    on(CommandId::DeleteRecording, [this] { askToDelete(); });
    on(CommandId::ClearFilter, [this] { m_filter->setFilter({}); });
    connect(&m_downloads, &RecordingDownloads::started, this, &RecordingsPage::refreshChosen);
    connect(&m_downloads, &RecordingDownloads::finished, this, &RecordingsPage::onDownloaded);
}

FileName RecordingsPage::chosen() const
{
    const QModelIndex row = m_table->currentIndex();
    return row.isValid() && row.row() < m_recordings.rowCount() ? m_recordings.file(row.row()).filename : FileName();
}

void RecordingsPage::refreshChosen()
{
    const FileName file = chosen();
    const int row = file.isValid() ? m_recordings.rowOf(file) : -1;
    const bool known = row >= 0 && !m_recordings.isStale();
    // Its index is written when it ends.
    const bool whole = known && !m_recordings.index(row, 0).data(RecordingModel::IsRecordingRole).toBool();
    m_chosen->setText(file.isValid() ? file.toString() : tr("No recording chosen"));
    m_commands.setAvailable(CommandId::PlayRecording, m_entered && whole);
    m_commands.setAvailable(CommandId::DownloadRecording, m_entered && whole && !m_downloads.isRunning(file));
    m_commands.setAvailable(CommandId::CancelDownload, m_entered && file.isValid() && m_downloads.isRunning(file));
    m_commands.setAvailable(CommandId::DeleteRecording, m_entered && whole);
    m_commands.setAvailable(CommandId::ClearFilter, m_entered && !m_filter->filter().isEmpty());
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

void RecordingsPage::play()
{
    const FileName file = chosen();
    if (!file.isValid() || !m_commands.action(CommandId::PlayRecording)->isEnabled())
        return;
    m_player->play(file);
    m_player->takeFocus(Qt::OtherFocusReason);
}

void RecordingsPage::download()
{
    const FileName file = chosen();
    if (!file.isValid())
        return;
    auto *dialog = new QFileDialog(this, tr("Save the recording"), m_folder);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(file.toString());
    connect(dialog, &QFileDialog::fileSelected, this, [this, file](const QString &target) {
        const QFileInfo info(target);
        m_folder = info.absolutePath();
        // The dialog has asked whether what is there may be replaced; what comes there meanwhile may not.
        m_downloads.start(file, target, info.exists() ? Overwrite::Yes : Overwrite::No);
    });
    dialog->open();
}

void RecordingsPage::onDownloaded(const FileName &file, const QString &target, const Result<Done> &result)
{
    refreshChosen();
    if (result.ok())
        Q_EMIT said(tr("%1 is saved as %2").arg(file.toString(), target), Tone::Success);
    else if (result.error().code == ErrorCode::Cancelled)
        Q_EMIT said(tr("The download of %1 was stopped; another one goes on from here.").arg(file.toString()),
                    Tone::Info);
    else
        Q_EMIT said(tr("%1 could not be downloaded. %2").arg(file.toString(), wordsFor(result.error())), Tone::Error);
}

void RecordingsPage::askToDelete()
{
    const FileName file = chosen();
    const int row = file.isValid() ? m_recordings.rowOf(file) : -1;
    if (row < 0)
        return;
    QStringList facts;
    for (const int column :
         {RecordingModel::Device, RecordingModel::Time, RecordingModel::Duration, RecordingModel::Size}) {
        const QString fact = m_recordings.index(row, column).data().toString();
        if (!fact.isEmpty())
            facts << fact;
    }
    ConfirmDialog::ask(this,
                       {tr("Delete a recording"),
                        tr("This recording will be deleted for ever, for everybody:"),
                        {file.toString(), facts.join(QStringLiteral(" · "))},
                        tr("Delete")},
                       [this, file] { remove(file); });
}

void RecordingsPage::remove(const FileName &file)
{
    if (m_player->file() == file)
        m_player->stop();
    whenDone(this, m_recordings.remove(file), [this, file](const Result<Done> &result) {
        if (result.ok())
            Q_EMIT said(tr("%1 is deleted").arg(file.toString()), Tone::Success);
        else
            Q_EMIT said(tr("%1 could not be deleted. %2").arg(file.toString(), wordsFor(result.error())), Tone::Error);
    });
}

void RecordingsPage::showCamera(CameraId device)
{
    m_filter->setFilter({device, {}});
}

void RecordingsPage::enter()
{
    m_entered = true;
    if (!m_table->currentIndex().isValid() && m_recordings.rowCount() > 0)
        m_table->selectRow(0);
    refreshChosen();
    refreshCount();
    m_table->setFocus(Qt::OtherFocusReason);
}

void RecordingsPage::leave()
{
    m_entered = false;
    m_player->setPaused(true);
    refreshChosen();
}

void RecordingsPage::reload()
{
    m_recordings.reload();
}

}  // namespace cs

#include "moc_recordingspage.cpp"
