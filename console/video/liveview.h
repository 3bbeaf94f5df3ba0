#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include <QObject>
#include <QTimer>

#include "base/future.h"
#include "video/videosource.h"

namespace cs {

// A live picture that looks after itself: fetches an address for each opening (stream tokens are short-lived), opens the
// source, and opens it anew, waiting longer each time, when it fails or its picture stands still. Window's thread; owns
// the source.
class LiveView : public QObject {
    Q_OBJECT
public:
    // Asked once for every opening.
    using UrlProvider = std::function<Async<QUrl>()>;

    enum class State {
        Stopped,
        Opening,  // fetching the address, or connecting
        Moving,   // the only state in which the last picture is the present
        Stalled,  // no new picture; will be opened anew, unless it moves again
        Waiting,  // the last attempt failed; the next comes by itself
    };
    Q_ENUM(State)

    struct Settings {
        VideoSource::Options options;
        // Between two attempts: doubled each time from the first to the longest, then varied by a quarter.
        std::chrono::milliseconds firstWait{250};
        std::chrono::milliseconds longestWait{4000};
        // A picture that stands still for so long after it was called stalled is opened anew.
        std::chrono::milliseconds stalledWait{1000};
        // How long an opening may take from the question for its address to its first picture.
        std::chrono::milliseconds openingPatience{20000};
    };

    LiveView(std::unique_ptr<VideoSource> source, UrlProvider provider, Settings settings, QObject *parent = nullptr);
    ~LiveView() override;

    void start();
    void stop();
    // Now rather than after the wait, and with the shortest wait next: the connection is back.
    void retryNow();

    VideoSource &source() { return *m_source; }
    State state() const { return m_state; }
    // Why the last opening failed; None when it did not, or when there was no address (then see addressError()).
    VideoSource::Why why() const { return m_why; }
    // English, without secrets.
    QString detail() const { return m_detail; }
    // Why there was no address, until the next one comes.
    const std::optional<Error> &addressError() const { return m_addressError; }
    // How long ago the last picture came, across openings; nothing if none came since start().
    std::optional<std::chrono::milliseconds> lastPictureAge() const;

Q_SIGNALS:
    void frame(const QImage &picture);
    void stateChanged(cs::LiveView::State state);

private:
    void openNext();
    void onAddress(const Result<QUrl> &address);
    void onFrame(const QImage &picture);
    void onSourceState(VideoSource::State state, VideoSource::Why why, const QString &detail);
    void waitAndRetry();
    void onOpeningTookTooLong();
    void changeState(State state);

    std::unique_ptr<VideoSource> m_source;
    UrlProvider m_provider;
    Settings m_settings;
    QTimer m_retry;
    QTimer m_openingTimer;
    QTimer m_stallTimer;
    State m_state = State::Stopped;
    VideoSource::Why m_why = VideoSource::None;
    QString m_detail;
    std::optional<Error> m_addressError;
    std::optional<std::chrono::steady_clock::time_point> m_lastPicture;
    std::chrono::milliseconds m_wait{0};
    quint64 m_attempt = 0;
};

}  // namespace cs
