#include "pages/recordingcommands.h"

#include <QFileDialog>
#include <QStandardPaths>

#include "actions/commands.h"
#include "models/recordingdownloads.h"
#include "models/recordingmodel.h"
#include "models/words.h"
#include "pages/namedrecordings.h"
#include "widgets/confirmdialog.h"

namespace cs {

RecordingCommands::RecordingCommands(RecordingModel &recordings, NamedRecordings &named, RecordingDownloads &downloads,
                                     Commands &commands, QWidget *page)
    : QObject(page),
      m_recordings(recordings),
      m_named(named),
      m_downloads(downloads),
      m_commands(commands),
      m_page(page),
      m_folder(QStandardPaths::writableLocation(QStandardPaths::DownloadLocation))
{
    const auto on = [this](CommandId id, auto fn) {
        connect(m_commands.action(id), &QAction::triggered, this, [this, fn] {
            if (m_active && m_file.isValid())
                fn();
        });
    };
    on(CommandId::PlayRecording, [this] { Q_EMIT playWanted(m_file); });
    on(CommandId::DownloadRecording, [this] { download(); });
    on(CommandId::CancelDownload, [this] { m_downloads.cancel(m_file); });
    on(CommandId::DeleteRecording, [this] { askToDelete(); });
    connect(&m_downloads, &RecordingDownloads::started, this, &RecordingCommands::refresh);
    connect(&m_downloads, &RecordingDownloads::finished, this, &RecordingCommands::onDownloaded);
}

RecordingCommands::~RecordingCommands() = default;

void RecordingCommands::setFile(const FileName &file)
{
    m_file = file;
    refresh();
}

void RecordingCommands::setActive(bool active)
{
    m_active = active;
    refresh();
}

void RecordingCommands::refresh()
{
    const int row = m_active && m_file.isValid() ? m_recordings.rowOf(m_file) : -1;
    const bool known = row >= 0 && !m_recordings.isStale();
    // Its index is written when it ends.
    const bool whole = known && !m_recordings.index(row, 0).data(RecordingModel::IsRecordingRole).toBool();
    const bool underWay = row >= 0 && m_downloads.isRunning(m_file);
    m_commands.setAvailable(CommandId::PlayRecording, whole);
    m_commands.setAvailable(CommandId::DownloadRecording, whole && !underWay);
    m_commands.setAvailable(CommandId::CancelDownload, underWay);
    m_commands.setAvailable(CommandId::DeleteRecording, whole);
}

void RecordingCommands::download()
{
    auto *dialog = new QFileDialog(m_page, tr("Save the recording"), m_folder);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(m_file.toString());
    connect(dialog, &QFileDialog::fileSelected, this, [this, file = m_file](const QString &target) {
        const QFileInfo info(target);
        m_folder = info.absolutePath();
        // The dialog has asked whether what is there may be replaced; what comes there meanwhile may not.
        m_downloads.start(file, target, info.exists() ? Overwrite::Yes : Overwrite::No);
    });
    dialog->open();
}

void RecordingCommands::onDownloaded(const FileName &file, const QString &target, const Result<Done> &result)
{
    refresh();
    if (result.ok())
        Q_EMIT said(tr("%1 is saved as %2").arg(file.toString(), target), Tone::Success);
    else if (result.error().code == ErrorCode::Cancelled)
        Q_EMIT said(tr("The download of %1 was stopped; another one goes on from here.").arg(file.toString()),
                    Tone::Info);
    else
        Q_EMIT said(tr("%1 could not be downloaded. %2").arg(file.toString(), wordsFor(result.error())), Tone::Error);
}

void RecordingCommands::askToDelete()
{
    const FileName file = m_file;
    const int row = m_recordings.rowOf(file);
    QStringList facts;
    for (const int column :
         {RecordingModel::Device, RecordingModel::Time, RecordingModel::Duration, RecordingModel::Size}) {
        QString fact = m_named.index(row, column).data().toString();
        // Two cameras may have one name.
        const QString id = m_recordings.index(row, column).data().toString();
        if (column == RecordingModel::Device && fact != id)
            fact = QStringLiteral("%1 (%2)").arg(fact, id);
        if (!fact.isEmpty())
            facts << fact;
    }
    ConfirmDialog::ask(m_page,
                       {tr("Delete the recording?"),
                        tr("This recording will be deleted for ever, for everybody:"),
                        {file.toString(), facts.join(QStringLiteral(" · "))},
                        tr("Delete")},
                       [this, file] { remove(file); });
}

void RecordingCommands::remove(const FileName &file)
{
    Q_EMIT removing(file);
    whenDone(this, m_recordings.remove(file), [this, file](const Result<Done> &result) {
        if (result.ok())
            Q_EMIT said(tr("%1 is deleted").arg(file.toString()), Tone::Success);
        else
            Q_EMIT said(tr("%1 could not be deleted. %2").arg(file.toString(), wordsFor(result.error())), Tone::Error);
    });
}

}  // namespace cs

#include "moc_recordingcommands.cpp"
