#pragma once

#include <deque>
#include <functional>

#include <QTimer>

#include "base/ids.h"
#include "base/time.h"
#include "client/eventfeed.h"
#include "models/loadedmodel.h"

namespace cs {

// One event, in words.
struct LoggedEvent {
    enum class Weight { Info, Warning, Error };
    qint64 seq = 0;
    Timestamp time;
    QString topic;
    // Invalid where it is about no camera.
    CameraId device;
    Weight weight = Weight::Info;
    // What the service said of it: a camera's or a file's name, why, how long.
    QString subject;
    QString reason;
    double seconds = -1;
};

// The newest 500 events since the sign-in, newest first; those of one camera if asked for. Lives on the feed's thread;
// the feed outlives it.
class EventLogModel final : public LoadedModel {
    Q_OBJECT
public:
    static constexpr size_t maxEvents = 500;
    enum Column { Time, Camera, Text, ColumnCount };
    enum Role {
        SortRole = Qt::UserRole,
        TopicRole,   // QString
        DeviceRole,  // QString, may be empty
        TimeRole,    // QDateTime
        WeightRole,  // int, LoggedEvent::Weight
        TextRole,    // QString
        // QString, as people know it, with the id; may be empty
        CameraNameRole
    };
    // Invalid names are empty.
    using CameraNames = std::function<QString(CameraId)>;

    // With a camera only its events are kept.
    EventLogModel(Session &session, EventFeed &feed, CameraId only = {}, QObject *parent = nullptr);
    ~EventLogModel() override;

    const LoggedEvent &event(int row) const { return m_events[static_cast<size_t>(row)]; }
    void clear();
    // Without, cameras are called by their ids. Asked when something is shown.
    void nameCamerasBy(CameraNames names) { m_names = std::move(names); }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

private:
    void onEvent(const QString &topic, const json::Value &params, qint64 seq);
    void flush();
    QString cameraText(CameraId device) const;

    EventInterest m_interest;
    CameraId m_only;
    CameraNames m_names;
    // Newest first.
    std::deque<LoggedEvent> m_events;
    // Oldest first; taken over together.
    std::deque<LoggedEvent> m_incoming;
    QTimer m_flush;
};

LoggedEvent readEvent(const QString &topic, const json::Value &params, qint64 seq);
// What an event says, in the language of the person as it is now; empty for topics that are not worth a line.
QString wordsFor(const LoggedEvent &logged);

}  // namespace cs
