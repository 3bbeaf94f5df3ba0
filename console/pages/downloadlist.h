#pragma once

#include <map>

#include <QWidget>

#include "models/recordingdownloads.h"

class QProgressBar;
class QVBoxLayout;

namespace cs {

// The downloads under way, a line for each: name, how far, and a button that stops it. Hidden while there are none.
// Window's thread; the downloads outlive it.
class DownloadList final : public QWidget {
    Q_OBJECT
public:
    explicit DownloadList(RecordingDownloads &downloads, QWidget *parent = nullptr);
    ~DownloadList() override;

private:
    struct Line {
        QWidget *widget;
        QProgressBar *progress;
    };
    void add(const FileName &file);
    void update(const FileName &file, qint64 doneBytes, qint64 totalBytes);
    void remove(const FileName &file);

    RecordingDownloads &m_downloads;
    QVBoxLayout *m_layout;
    std::map<QString, Line> m_lines;
};

}  // namespace cs
