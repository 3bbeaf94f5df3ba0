#pragma once

#include "base/filename.h"
#include "base/ids.h"
#include "pages/page.h"

class QLabel;
class QTableView;

namespace cs {

class CameraModel;
class CommandFoot;
class Commands;
class PictureSources;
class NamedRecordings;
class RecordingCommands;
class RecordingDownloads;
class RecordingFilterBar;
class RecordingModel;
class RecordingPlayer;

// The recordings: found by camera and day, played, fetched to the disk, deleted. Window's thread; what it is given
// outlives it.
class RecordingsPage final : public Page {
    Q_OBJECT
public:
    RecordingsPage(RecordingModel &recordings, CameraModel &cameras, RecordingDownloads &downloads, Commands &commands,
                   PictureSources &sources, QWidget *parent = nullptr);
    ~RecordingsPage() override;

    QString title() const override { return tr("Recordings"); }
    // Only those of one camera, of all days.
    void showCamera(CameraId device);
    void enter() override;
    void leave() override;
    void reload() override;

private:
    QWidget *makeHead(CameraModel &cameras);
    void makeTable();
    void connectCommands();
    // Invalid: none is chosen.
    FileName chosen() const;
    void refreshChosen();
    void refreshPlayer();
    void refreshCount();
    void play(const FileName &file);

    RecordingModel &m_recordings;
    Commands &m_commands;
    RecordingFilterBar *m_filter = nullptr;
    QLabel *m_count = nullptr;
    NamedRecordings *m_listed;
    QTableView *m_table;
    RecordingPlayer *m_player;
    CommandFoot *m_foot;
    RecordingCommands *m_fileCommands;
    // Last, also while the list is empty.
    FileName m_chosen;
    bool m_entered = false;
};

}  // namespace cs
