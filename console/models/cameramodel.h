#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "api/cameras.h"
#include "models/camerareader.h"
#include "models/changegatherer.h"
#include "models/loadedmodel.h"
#include "models/viewercount.h"

namespace cs {

// One camera as the model knows it.
struct CameraEntry {
    api::CameraRow row;
    // Watching now; -1: not known.
    qint64 viewers = -1;
    // The file that is being recorded; invalid while none is.
    FileName recording;
    bool isRecording() const { return recording.isValid(); }
    bool isConnected() const { return row.status == api::CameraStatus::Connected; }
};

// The cameras one may see, in the order of their ids, kept current by events; changes are gathered for 50 ms, so that
// many events cost one repaint. Viewers are counted anew every few seconds while followed. Lives on the session's
// thread; session and feed outlive it.
class CameraModel final : public LoadedModel {
    Q_OBJECT
public:
    enum Column { Name, Status, Resolution, Fps, Viewers, Recording, Device, Reason, ColumnCount };
    // DisplayRole gives texts for people. SortRole gives what sorts right: numbers as numbers.
    enum Role {
        SortRole = Qt::UserRole,
        DeviceRole,      // QString, "camera0"
        NameRole,        // QString
        StatusRole,      // int, api::CameraStatus
        ReasonRole,      // QString, empty while connected
        ResolutionRole,  // QString, "640x360", empty until known
        FpsRole,         // int, 0 until known
        ViewersRole,     // int, -1 until known
        RecordingRole,   // bool
        StaleRole        // bool: the row may be out of date, the connection is lost
    };

    CameraModel(Session &session, EventFeed &feed, QObject *parent = nullptr);
    ~CameraModel() override;

    // Reads everything anew.
    void reload() { m_reader.reload(); }
    // Whether viewers are counted; a page that does not show them spares the service the question.
    void followViewers(bool follow) { m_viewerCount.follow(follow); }
    // None of the rows may be shown as live.
    bool isStale() const { return m_stale; }

    const CameraEntry *find(CameraId device) const;
    // -1: none.
    int rowOf(CameraId device) const;
    const CameraEntry &entry(int row) const { return m_cameras[static_cast<size_t>(row)]; }
    int connectedCount() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

Q_SIGNALS:
    // Once for each camera of a batch of changes; also for those that came.
    void cameraChanged(cs::CameraId device);
    void cameraRemoved(cs::CameraId device);
    void staleChanged(bool stale);

private:
    void onListed(const std::vector<api::CameraRow> &rows);
    void updateStale();
    void forgetAll();
    void onRemoved(CameraId device);
    void take(const std::vector<api::CameraRow> &rows);
    void fill(const std::vector<api::CameraRow> &rows);
    void update(const api::CameraRow &row);
    void setRecording(CameraId device, const FileName &file);
    void takeViewers(const std::map<CameraId, qint64> &viewers);
    void tellChanges(const std::set<CameraId> &devices);

    CameraReader m_reader;
    std::vector<CameraEntry> m_cameras;
    ChangeGatherer m_changes;
    ViewerCount m_viewerCount;
    bool m_stale = true;
};

// "connected", "not connected", "error", in the language of the person.
QString cameraStatusText(api::CameraStatus status);

}  // namespace cs
