#pragma once

#include <memory>
#include <vector>

#include <QMap>
#include <QObject>
#include <QQueue>
#include <QSet>
#include <QString>
#include <QStringList>
#include <QTimer>

#include "base/future.h"
#include "mediamtx/pathconfig.h"

namespace cs {

class ApiClient;

// Owns the set of wanted paths and is the only writer of MediaMTX's path configuration: one operation at a time, each
// read back, because MediaMTX answers before it has carried a change out. Service thread.
class PathWriter : public QObject {
    Q_OBJECT
public:
    // Open: operations run. Waiting: they queue up. Closed: they fail, what they want stays wanted.
    enum class Gate { Closed, Waiting, Open };

    // `api` is destroyed before this object.
    explicit PathWriter(ApiClient &api, QObject *parent = nullptr);

    // Closing answers all that waits with DependencyFailed.
    void setGate(Gate gate);
    Gate gate() const { return m_gate; }
    // What is wanted, for the start file.
    std::vector<PathConfig> wanted() const;
    // Wants the path without writing it: MediaMTX does not run and will find it in its start file.
    void want(const PathConfig &config) { m_wanted.insert(config.name, config); }
    void unwant(const QString &name) { m_wanted.remove(name); }

    // As MediaServer::setPath() and removePath(), for a checked config.
    Async<Done> set(const PathConfig &config);
    Async<Done> remove(const QString &name);
    // Puts back what is missing or different and removes what is foreign.
    Async<Done> reconcile();

private:
    enum class Kind { Set, Remove, Reconcile };
    struct Operation {
        Kind kind = Kind::Reconcile;
        PathConfig config;
        // What the name stood for before, to go back to when MediaMTX refuses the new one.
        std::optional<PathConfig> former;
        Promise<Done> promise;
        int readBacks = 0;
    };

    Async<Done> enqueue(Operation operation);
    void next();
    void finish(const Result<Done> &result);
    void runSet();
    void onSet(const Result<Done> &result);
    void runRemove();
    void readBack();
    void readBackLater();
    void onConfigRead(const Result<std::optional<PathConfig>> &found);
    void onExistenceRead(const Result<bool> &exists);
    void runReconcile();
    void onConfigsRead(const std::vector<PathConfig> &found);
    void repairNext();

    ApiClient &m_api;
    Gate m_gate = Gate::Closed;
    QMap<QString, PathConfig> m_wanted;
    QQueue<std::shared_ptr<Operation>> m_queue;
    std::shared_ptr<Operation> m_current;
    QTimer m_readBackTimer;
    // Names that the running reconciliation still has to put right.
    QStringList m_repairs;
    // Wanted paths that MediaMTX refuses; said once each.
    QSet<QString> m_refused;
};

}  // namespace cs
