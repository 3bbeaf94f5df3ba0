#pragma once

#include "cameras/camerasource.h"

namespace cs {

// Stands for a camera whose stored source cannot be read, so that it stays listed and says why. Service thread.
class UnreadableSource final : public CameraSource {
    Q_OBJECT

public:
    // `problem` is for people.
    UnreadableSource(QString path, QString displayUrl, QString problem);

    void start() override {}
    Async<Done> stop() override { return ready<Done>(Done{}); }
    void stalled() override {}
    PathSpec path() const override;
    QString displayUrl() const override { return m_displayUrl; }
    PublisherInfo publisher() const override { return {}; }
    QString problem() const override { return m_problem; }

private:
    const QString m_path;
    const QString m_displayUrl;
    const QString m_problem;
};

}  // namespace cs
