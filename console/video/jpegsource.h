#pragma once

#include <chrono>

#include <QElapsedTimer>
#include <QPointer>
#include <QTimer>

#include "base/future.h"
#include "video/stallwatch.h"
#include "video/videosource.h"

class QNetworkAccessManager;
class QNetworkReply;

namespace cs {

// The fall-back where no stream can be shown: asks an http:// or https:// address for a JPEG once a second. Lives in the
// window's thread; pictures are decoded in Qt's thread pool. Live only; follows no redirection.
class JpegSource final : public VideoSource {
    Q_OBJECT
public:
    // The network manager must outlive the source.
    explicit JpegSource(QNetworkAccessManager &network, QObject *parent = nullptr);
    ~JpegSource() override;

    // Options::stallAfter counts from 3 s up, since a picture comes once a second.
    void open(const QUrl &url, const Options &options) override;
    void close() override;
    void setTargetSize(QSize size) override { m_targetSize = size; }
    // Asks once in five seconds while nobody looks.
    void setKeyframesOnly(bool keyframesOnly) override;
    void seek(std::chrono::milliseconds) override {}
    void step(int) override {}
    void setRate(double) override {}
    void setPaused(bool paused) override;
    State state() const override { return m_state; }
    std::chrono::milliseconds duration() const override { return std::chrono::milliseconds(0); }
    std::chrono::milliseconds lastFrameAge() const override;

private:
    void ask();
    void watch(QNetworkReply *reply);
    void onReadyRead();
    void onFinished();
    void decode(const QByteArray &jpeg);
    void onDecoded(const Result<QImage> &picture);
    void dropReply();
    void fail(Why why, const QString &detail);
    void restartWatch();
    void changeState(State state, Why why = None, const QString &detail = {});

    QNetworkAccessManager &m_network;
    Home m_home;
    StallWatch m_stallWatch;
    QTimer m_askTimer;
    QPointer<QNetworkReply> m_reply;
    QByteArray m_body;
    QUrl m_url;
    Options m_options;
    QSize m_targetSize;
    QElapsedTimer m_lastFrame;
    // Which opening an answer of the thread pool belongs to.
    quint64 m_opening = 0;
    State m_state = Idle;
    bool m_keyframesOnly = false;
    bool m_paused = false;
    bool m_decoding = false;
};

}  // namespace cs
