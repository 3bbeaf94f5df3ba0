#pragma once

#include <QString>
#include <QWidget>

#include "base/filename.h"
#include "base/result.h"
#include "widgets/toast.h"

namespace cs {

class Commands;
class NamedRecordings;
class RecordingDownloads;
class RecordingModel;

// The commands of one recording (play, download, delete), for the page that lists it: available as far as the recording
// allows, and their outcome in words. Window's thread; owns nothing of what it is given.
class RecordingCommands final : public QObject {
    Q_OBJECT
public:
    // Dialogs stand over `page`, which owns this object.
    RecordingCommands(RecordingModel &recordings, NamedRecordings &named, RecordingDownloads &downloads,
                      Commands &commands, QWidget *page);
    ~RecordingCommands() override;

    // Invalid: none. Again when the recording may have changed.
    void setFile(const FileName &file);
    void setActive(bool active);

Q_SIGNALS:
    void said(const QString &text, cs::Tone tone);
    void playWanted(const cs::FileName &file);
    // The person has confirmed it; whoever has the file open lets go of it.
    void removing(const cs::FileName &file);

private:
    void refresh();
    void download();
    void onDownloaded(const FileName &file, const QString &target, const Result<Done> &result);
    void askToDelete();
    void remove(const FileName &file);

    RecordingModel &m_recordings;
    // The same rows, with the names of the cameras.
    NamedRecordings &m_named;
    RecordingDownloads &m_downloads;
    Commands &m_commands;
    QWidget *m_page;
    FileName m_file;
    // Where the last one was saved.
    QString m_folder;
    bool m_active = false;
};

}  // namespace cs
