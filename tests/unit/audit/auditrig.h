#pragma once

#include <QTemporaryDir>

#include "audit/auditkeyfile.h"
#include "audit/audittrail.h"
#include "audit/auditverification.h"
#include "support/manualclock.h"
#include "unit/storage/storagefixture.h"

namespace cs {

// The trail over a real database, in a state folder of its own, as the service puts it together.
class AuditRig {
public:
    AuditRig() { start(); }
    ~AuditRig() { stop(); }

    // As at the start and the end of the service.
    void start();
    void stop();

    QString databasePath() const { return m_folder.filePath(QStringLiteral("camera-service.db")); }
    QString headPath() const { return m_folder.filePath(QStringLiteral("audit/head")); }
    QString keyPath() const { return m_folder.filePath(QStringLiteral("audit/public.key")); }
    QString folder() const { return m_folder.path(); }

    // An entry that differs from its neighbours.
    static AuditEntry entry(int number);
    // So many, written and signed.
    void add(int count);
    bool flush();
    ChainReport verify(std::optional<qint64> from = {}, std::optional<qint64> to = {});
    // Without the service's memory, from the files alone.
    static ChainReport verifyFiles(const QString &folder);
    std::vector<AuditRecord> records();
    void sql(const QString &statement);

    ManualClock clock;
    std::unique_ptr<Database> database;
    std::unique_ptr<AuditTable> table;
    std::unique_ptr<AuditTrail> trail;

private:
    QTemporaryDir m_folder;
    int m_added = 0;
};

}  // namespace cs
