#pragma once

#include <QImage>
#include <QPointer>
#include <QTimer>
#include <QWidget>

#include "video/liveview.h"
#include "video/videosource.h"

namespace cs {

// Paints the pictures of one source, letterboxed, with words over them when they do not move. Owns the last picture, not
// the source; tells the source its size, and that key frames will do while it is hidden. The accessible name is the
// camera's, the description says what is to be seen.
class PictureView : public QWidget {
    Q_OBJECT
public:
    explicit PictureView(QWidget *parent = nullptr);
    ~PictureView() override;

    // The camera's name, shown in the lower left corner.
    void setName(const QString &name);
    // What to show; takes the place of what was watched before. Nothing is shown once it is destroyed.
    void watch(LiveView *view);
    void watch(VideoSource *source);
    // Shows nothing any more, and forgets the picture.
    void clear();
    // Words that stand above all others and dim the picture ("Signed out", "Camera is off"); empty: none.
    void setNotice(const QString &notice);

    // The words over the picture now; empty while it moves.
    QString words() const { return m_words; }
    const QImage &picture() const { return m_picture; }
    QSize sizeHint() const override;

Q_SIGNALS:
    // Double click, Enter or Return. For the latter set a focus policy; the focus is then drawn as a frame.
    void activated();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void adopt(VideoSource *source);
    void onFrame(const QImage &picture);
    void onSourceState(VideoSource::State state, VideoSource::Why why);
    // What the source and the notice say together; also once a second while an age is shown.
    void refreshWords();
    void paintCaption(QPainter &painter) const;
    void tellSize();

    QPointer<LiveView> m_view;
    QPointer<VideoSource> m_source;
    VideoSource::State m_state = VideoSource::Idle;
    VideoSource::Why m_why = VideoSource::None;
    QImage m_picture;
    QString m_name;
    QString m_notice;
    QString m_words;
    QTimer m_ageTimer;
};

}  // namespace cs
