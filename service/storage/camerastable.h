#pragma once

#include <vector>

#include "storage/database.h"
#include "storage/rows.h"

namespace cs {

// What makes two additions the same camera: an identity's kind (such as "rtsp") and its value (such as a keyed hash
// of the address; never the address with its password).
struct CameraIdentity {
    QString kind;
    QString value;
};

// The cameras that were ever added, and the identities of those that exist. Service thread; the database must
// outlive it.
class CamerasTable {
public:
    explicit CamerasTable(Database &database) : m_database(database) {}

    // The cameras that exist, in the order of their ids.
    Async<std::vector<StoredCamera>> all();
    // Gives the next id. InvalidState if a camera with this identity exists.
    Async<StoredCamera> add(const QString &kind, const QString &name, const QByteArray &sealedSource,
                            const QString &identityKind, const QString &identityValue);
    // For cameras whose id is fixed. If that very camera exists, it takes the new name and source, and if only files of
    // it were left (see addLostCameras), it is back; InvalidState if the id is, or ever was, another camera's, or if
    // another camera has the identity.
    Async<StoredCamera> addWithId(CameraId id, const QString &kind, const QString &name, const QByteArray &sealedSource,
                                  const QString &identityKind, const QString &identityValue);
    // Removes a camera for ever: its id stays taken, its identity becomes free, its source is forgotten. NotFound if
    // there is no such camera.
    Async<Done> tombstone(CameraId id);

private:
    Database &m_database;
};

}  // namespace cs
