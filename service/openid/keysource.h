#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

#include <QFileSystemWatcher>
#include <QNetworkAccessManager>
#include <QObject>
#include <QTimer>

#include "base/future.h"
#include "base/time.h"
#include "jose/publickey.h"
#include "openid/issuerrules.h"
#include "openid/keytimes.h"

namespace cs {

// The keys of one issuer, fetched from an address or read from a file, and kept while that fails. Lives on the service
// thread; what is marked thread-safe may be called from any.
class KeySource : public QObject {
    Q_OBJECT
public:
    // `clock` outlives this object.
    KeySource(IssuerRules rules, const Clock &clock, const KeyTimes &times);
    ~KeySource() override;

    void start();

    // Never changes. Thread-safe.
    const IssuerRules &rules() const { return m_rules; }
    // Those of now; never null. Thread-safe.
    std::shared_ptr<const JwkSet> keys() const;
    // A key was asked for that is not here: gets them anew soon, if it is time for that. Thread-safe.
    void wish();

    // The same, now. Finished, well or not, when the keys are as new as they can be; at once if it is too early.
    Async<Done> refresh();

private:
    void onTimer();
    void onFileChanged();
    void watchFile();
    bool mayTry() const;
    void fetch();
    void onText(const Result<QByteArray> &text);
    void take(JwkSet keys);
    void onTrouble(const Error &error);
    void publish(JwkSet keys);

    const IssuerRules m_rules;
    const Clock &m_clock;
    const KeyTimes m_times;
    std::unique_ptr<QNetworkAccessManager> m_network;
    std::unique_ptr<QFileSystemWatcher> m_watcher;
    QTimer m_next;
    // A writer may still be at it when the change is announced.
    QTimer m_settled;
    std::vector<Promise<Done>> m_waiting;
    bool m_fetching = false;
    std::optional<std::chrono::steady_clock::time_point> m_lastTry;
    std::optional<std::chrono::steady_clock::time_point> m_lastSuccess;
    // What the log said last, so that it says nothing twice.
    QString m_lastTrouble;

    std::atomic_bool m_wished = false;
    mutable std::mutex m_mutex;
    std::shared_ptr<const JwkSet> m_keys;
};

}  // namespace cs
