#pragma once

#include <QByteArray>
#include <QString>

#include "auth/sessionend.h"
#include "base/ids.h"
#include "base/time.h"

namespace cs {

// Notifications that are no events: each is for one client alone, has no number and is never sent again.

// events.resync: events after `fromSeq` up to `lastSeq` were left out.
QByteArray resyncNotice(qint64 fromSeq, qint64 lastSeq, Timestamp time);
// session.ended.
QByteArray sessionEndedNotice(const SessionId &session, SessionEnd reason, Timestamp time);
// session.rights_changed.
QByteArray rightsChangedNotice(const SessionId &session, Timestamp time);

}  // namespace cs
