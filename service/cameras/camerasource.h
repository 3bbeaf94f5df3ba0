#pragma once

#include <QObject>

#include "base/future.h"
#include "cameras/camera.h"
#include "mediamtx/mediaserver.h"

namespace cs {

// Where the picture of one camera comes from: the path the media server needs for it, and a publisher of ours if it
// takes one. Service thread only.
class CameraSource : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    // From now on the source sees to it that the picture arrives, also after the media server was away.
    virtual void start() = 0;
    // Done once nothing of it runs any more.
    virtual Async<Done> stop() = 0;
    // Nothing came in for longer than a healthy source ever needs; a source with a publisher starts it anew.
    virtual void stalled() = 0;

    // Holds secrets: for the media server alone.
    virtual PathSpec path() const = 0;
    // Without secrets, for people; empty if there is no address.
    virtual QString displayUrl() const = 0;
    virtual PublisherInfo publisher() const = 0;
    // What a person has to put right before a picture can come, in words; empty if nothing is known.
    virtual QString problem() const = 0;

Q_SIGNALS:
    // problem() or publisher() is another one now.
    void changed();
    // An attempt to deliver ended, for this reason (without secrets); the source tries again by itself.
    void failed(const QString &reason);
};

}  // namespace cs
