#include "openid/keysource.h"

#include <QFile>
#include <QFileInfo>

#include "openid/keydownload.h"
#include "openid/logging.h"

namespace cs {

namespace {

constexpr std::chrono::milliseconds settleTime{100};

// At most one byte more than a set of keys may have.
Result<QByteArray> readKeyFile(const QString &path)
{
    QFile file(path);
    // A pipe would make the service wait.
    if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly))
        return Error::dependencyFailed(QStringLiteral("issuer"), QStringLiteral("the file cannot be read"));
    return file.read(MaxJwkSetBytes + 1);
}

}  // namespace

KeySource::KeySource(IssuerRules rules, const Clock &clock, const KeyTimes &times)
    : m_rules(std::move(rules)),
      m_clock(clock),
      m_times(times),
      m_keys(std::make_shared<JwkSet>())
{
    m_next.setSingleShot(true);
    m_settled.setSingleShot(true);
    m_settled.setInterval(settleTime);
    connect(&m_next, &QTimer::timeout, this, &KeySource::onTimer);
    connect(&m_settled, &QTimer::timeout, this, &KeySource::onFileChanged);
}

KeySource::~KeySource()
{
    // A fetch that is given up answers at once, and its answer needs the other members.
    m_network.reset();
}

void KeySource::start()
{
    if (m_rules.keysAreInFile())
        watchFile();
    onTimer();
}

// The folder too: a file that is replaced is a new one, and the watch stays with the old.
void KeySource::watchFile()
{
    m_watcher = std::make_unique<QFileSystemWatcher>();
    m_watcher->addPaths({m_rules.jwks, QFileInfo(m_rules.jwks).path()});
    const auto changed = [this] { m_settled.start(); };
    connect(m_watcher.get(), &QFileSystemWatcher::fileChanged, this, changed);
    connect(m_watcher.get(), &QFileSystemWatcher::directoryChanged, this, changed);
}

std::shared_ptr<const JwkSet> KeySource::keys() const
{
    const std::lock_guard lock(m_mutex);
    return m_keys;
}

void KeySource::publish(JwkSet keys)
{
    auto fresh = std::make_shared<const JwkSet>(std::move(keys));
    const std::lock_guard lock(m_mutex);
    m_keys.swap(fresh);
}

void KeySource::wish()
{
    // One call on its way is enough, however many threads ask.
    if (!m_wished.exchange(true))
        QMetaObject::invokeMethod(this, &KeySource::refresh, Qt::QueuedConnection);
}

Async<Done> KeySource::refresh()
{
    m_wished = false;
    if (!m_fetching && !mayTry())
        return ready<Done>(Done{});
    Promise<Done> promise;
    auto future = promise.future();
    m_waiting.push_back(std::move(promise));
    if (!m_fetching)
        fetch();
    return future;
}

bool KeySource::mayTry() const
{
    return !m_lastTry || m_clock.steady() - *m_lastTry >= m_times.retryAfter;
}

void KeySource::onTimer()
{
    if (!m_fetching)
        fetch();
}

void KeySource::onFileChanged()
{
    if (!m_watcher->files().contains(m_rules.jwks) && QFile::exists(m_rules.jwks))
        m_watcher->addPath(m_rules.jwks);
    onTimer();
}

void KeySource::fetch()
{
    m_fetching = true;
    m_lastTry = m_clock.steady();
    if (m_rules.keysAreInFile()) {
        onText(readKeyFile(m_rules.jwks));
        return;
    }
    if (!m_network)
        m_network = std::make_unique<QNetworkAccessManager>();
    const auto answer = downloadText(*m_network, QUrl(m_rules.jwks), m_times.deadline, MaxJwkSetBytes);
    whenDone(this, answer, [this](const Result<QByteArray> &text) { onText(text); });
}

void KeySource::onText(const Result<QByteArray> &text)
{
    auto keys = text ? parseJwkSet(*text) : Result<JwkSet>(text.error());
    const bool good = keys.ok();
    if (good)
        take(std::move(keys).value());
    else if (keys.error().code != ErrorCode::Cancelled)
        onTrouble(keys.error());
    // A file that is watched is looked at every minute all the same: not every file system tells of changes.
    m_next.start(good && !m_watcher ? m_times.refreshEvery : m_times.retryAfter);
    m_fetching = false;
    for (Promise<Done> &waiting : std::exchange(m_waiting, {}))
        waiting.finish(Done{});
}

void KeySource::take(JwkSet keys)
{
    if (!m_lastSuccess || !m_lastTrouble.isEmpty()) {
        qCInfo(lcOpenId).noquote() << "keys of the issuer" << m_rules.issuer << "are here:" << keys.keys.size()
                                   << "usable," << keys.ignored.size() << "not";
        for (const QString &reason : std::as_const(keys.ignored))
            qCInfo(lcOpenId).noquote() << "issuer" << m_rules.issuer << reason;
    }
    m_lastTrouble.clear();
    m_lastSuccess = m_clock.steady();
    publish(std::move(keys));
}

void KeySource::onTrouble(const Error &error)
{
    if (std::exchange(m_lastTrouble, error.message) != error.message) {
        qCWarning(lcOpenId).noquote() << "cannot get the keys of the issuer" << m_rules.issuer << '-' << error.message
                                      << "- those known so far stay in use";
    }
    if (m_lastSuccess && m_clock.steady() - *m_lastSuccess > m_times.keepFor) {
        qCWarning(lcOpenId).noquote() << "the keys of the issuer" << m_rules.issuer
                                      << "are too old and no longer in use";
        m_lastSuccess.reset();
        publish({});
    }
}

}  // namespace cs

#include "moc_keysource.cpp"
