#pragma once

#include <chrono>

#include <QPointer>
#include <QWidget>

#include "video/videosource.h"

class QComboBox;
class QLabel;
class QSlider;
class QToolButton;

namespace cs {

// The controls of one recording: play or pause, position, single pictures back and forth, speed. Knows the source only
// through its interface, and does not own it. Every control has a name, a tool tip and a key: Space, Comma and Period
// (single pictures), Left and Right (5 s), Home, End, Minus and Plus (speed), while the focus is in the bar.
class PlayerBar : public QWidget {
    Q_OBJECT
public:
    explicit PlayerBar(QWidget *parent = nullptr);

    // What to steer; nullptr: nothing, all disabled.
    void control(VideoSource *source);
    std::chrono::milliseconds position() const { return m_position; }
    // Whether there is something to play, pause and step through.
    bool isUsable() const { return m_usable; }

public Q_SLOTS:
    void togglePause();
    void stepBack();
    void stepForward();
    // By so much from here, within the recording.
    void skip(std::chrono::milliseconds by);

Q_SIGNALS:
    void usableChanged(bool isUsable);

protected:
    // A key that no control of the bar took for itself; true if it is one of ours.
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    QToolButton *makeButton(const char *objectName);
    void fillRates();
    void retranslate();
    bool handleKey(int key);
    void changeRate(int by);
    void onFrame(std::chrono::milliseconds position);
    void onSourceState(VideoSource::State state);
    void seekTo(std::chrono::milliseconds position);
    void showPosition();

    QPointer<VideoSource> m_source;
    QToolButton *m_back;
    QToolButton *m_play;
    QToolButton *m_forward;
    QSlider *m_slider;
    QLabel *m_time;
    QComboBox *m_rate;
    std::chrono::milliseconds m_position{0};
    std::chrono::milliseconds m_duration{0};
    VideoSource::State m_state = VideoSource::Idle;
    bool m_usable = false;
};

}  // namespace cs
