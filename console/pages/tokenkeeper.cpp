#include "pages/tokenkeeper.h"

namespace cs {

TokenKeeper::TokenKeeper(CredentialStore &store, QObject *parent) : QObject(parent), m_store(store) {}

TokenKeeper::~TokenKeeper() = default;

void TokenKeeper::keep(const QString &key, const QString &token)
{
    Task &task = m_tasks[key];
    task.token = token;
    task.again = task.running;
    if (!task.running)
        work(key);
}

void TokenKeeper::forget(const QString &key)
{
    keep(key, {});
}

void TokenKeeper::work(const QString &key)
{
    Task &task = m_tasks[key];
    task.running = true;
    task.again = false;
    const QString token = task.token;
    const bool write = !token.isEmpty();
    whenDone(this, write ? m_store.write(key, token) : m_store.remove(key),
             [this, key, write](const Result<Done> &result) { onDone(key, write, result); });
}

void TokenKeeper::onDone(const QString &key, bool wrote, const Result<Done> &result)
{
    if (m_tasks[key].again) {
        work(key);
        return;
    }
    m_tasks.erase(key);
    // A token that cannot be removed is of no use to anybody: the service knows it no more.
    if (wrote && !result.ok())
        Q_EMIT notKept(key, result.error());
}

}  // namespace cs

#include "moc_tokenkeeper.cpp"
