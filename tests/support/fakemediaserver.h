#pragma once

#include <utility>
#include <vector>

#include <QMap>

#include "mediamtx/mediaserver.h"

namespace cs {

// A media server that holds what it was told and says what a test puts in. Lives on the test's thread.
class FakeMediaServer : public MediaServer {
public:
    State state() const override { return m_state; }
    QString failure() const override { return m_failure; }
    bool isSilent() const override { return false; }
    QString version() const override { return QStringLiteral("v0.0.0"); }
    Async<Done> setPath(const PathSpec &spec) override
    {
        if (setPathError)
            return failed(*setPathError);
        wanted.insert(spec.name, spec);
        calls << QStringLiteral("set ") + spec.name;
        return ready<Done>(Done{});
    }
    Async<Done> removePath(const QString &name) override
    {
        wanted.remove(name);
        calls << QStringLiteral("remove ") + name;
        if (removePathError)
            return failed(*std::exchange(removePathError, {}));
        return isFrozen ? m_frozen.emplace_back().future() : ready<Done>(Done{});
    }
    // It goes on, and with what it was told meanwhile.
    void thaw()
    {
        isFrozen = false;
        for (Promise<Done> &promise : std::exchange(m_frozen, {}))
            promise.finish(Done{});
    }
    const QHash<QString, PathState> &paths() const override { return m_paths; }
    Async<Done> kick(SessionKind kind, const QString &id) override
    {
        kicked << id;
        if (keepKicked > 0)
            --keepKicked;
        else
            open.remove({kind, id});
        return ready<Done>(Done{});
    }
    Async<QSet<OpenSession>> sessions() override
    {
        ++asked;
        return ready<QSet<OpenSession>>(open);
    }
    QByteArray rtspBase() const override { return "rtsp://127.0.0.1:8554"; }
    Async<QByteArray> fetchHls(const QString &pathAndFile) override
    {
        fetched << pathAndFile;
        if (!hls.contains(pathAndFile))
            return failed<QByteArray>(Error::notFound(QStringLiteral("stream"), pathAndFile));
        return ready<QByteArray>(hls.value(pathAndFile));
    }

    void become(State state, const QString &failure = {})
    {
        const bool again = state == State::Running && m_ran;
        m_ran = m_ran || state == State::Running;
        m_state = state;
        m_failure = failure;
        if (state != State::Running)
            m_paths.clear();
        Q_EMIT stateChanged(state);
        if (again)
            Q_EMIT restarted();
    }
    PathState &path(const QString &name)
    {
        m_paths[name].name = name;
        return m_paths[name];
    }
    void losePath(const QString &name) { m_paths.remove(name); }
    void poll() { Q_EMIT polled(); }

    QMap<QString, PathSpec> wanted;
    QStringList calls;
    QStringList fetched;
    QStringList kicked;
    // What sessions() answers; kick() takes one out, but for the next `keepKicked` times.
    QSet<OpenSession> open;
    int keepKicked = 0;
    int asked = 0;
    QHash<QString, QByteArray> hls;
    std::optional<Error> setPathError;
    // Of the next call.
    std::optional<Error> removePathError;
    // It answers no removal before thaw().
    bool isFrozen = false;

private:
    State m_state = State::Stopped;
    QString m_failure;
    bool m_ran = false;
    std::vector<Promise<Done>> m_frozen;
    QHash<QString, PathState> m_paths;
};

}  // namespace cs
