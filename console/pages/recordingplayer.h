#pragma once

#include <memory>

#include <QWidget>

#include "base/filename.h"
#include "models/recordingmodel.h"
#include "video/videosource.h"

namespace cs {

class PictureSources;
class PictureView;
class PlayerBar;

// Plays one recording: picture, name and controls. Owns the source; window's thread; what it is given outlives it.
class RecordingPlayer final : public QWidget {
    Q_OBJECT
public:
    RecordingPlayer(RecordingModel &recordings, PictureSources &sources, QWidget *parent = nullptr);
    ~RecordingPlayer() override;

    void play(const FileName &file);
    // Closes the file; nothing is shown.
    void stop();
    void setPaused(bool paused);
    // Invalid: none.
    const FileName &file() const { return m_file; }
    VideoSource::State state() const;
    PlayerBar &bar() { return *m_bar; }
    // Into the controls, as soon as they can be used.
    void takeFocus(Qt::FocusReason reason);

Q_SIGNALS:
    void failed(const cs::FileName &file, const QString &words);

private:
    void onAddress(const FileName &file, const Result<QUrl> &address);

    RecordingModel &m_recordings;
    PictureSources &m_sources;
    PictureView *m_picture;
    PlayerBar *m_bar;
    std::unique_ptr<VideoSource> m_source;
    FileName m_file;
    bool m_focusWanted = false;
};

}  // namespace cs
