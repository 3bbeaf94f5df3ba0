#include "unit/audit/auditrig.h"

#include <limits>

#include "auditchain/chaindatabase.h"
#include "auditchain/keyfile.h"
#include "support/waitfor.h"

namespace cs {

void AuditRig::start()
{
    database = std::make_unique<Database>();
    StorageFixture::open(*database, databasePath());
    auto chain = openAuditChain(m_folder.path());
    if (!chain.ok())
        QFAIL(qPrintable(chain.error().message));
    table = std::make_unique<AuditTable>(*database, *chain);
    trail = std::make_unique<AuditTrail>(*table, clock);
}

void AuditRig::stop()
{
    trail.reset();
    table.reset();
    database.reset();
}

AuditEntry AuditRig::entry(int number)
{
    AuditEntry made;
    made.username = QStringLiteral("user%1").arg(number % 7);
    made.address = QStringLiteral("192.0.2.%1").arg(number % 251);
    made.action = QStringLiteral("action%1").arg(number % 5);
    made.target = QStringLiteral("target %1").arg(number);
    if (number % 3 != 0)
        made.device = CameraId(static_cast<quint32>(number % 11));
    made.result = QString::fromLatin1(auditresult::Ok);
    made.requestId = QStringLiteral("r%1").arg(number);
    return made;
}

void AuditRig::add(int count)
{
    for (int i = 0; i < count; ++i) {
        clock.advance(std::chrono::milliseconds(10));
        trail->record(entry(++m_added));
    }
    QVERIFY(flush());
}

bool AuditRig::flush()
{
    return waitFor(trail->flush(), 60000).ok();
}

ChainReport AuditRig::verify(std::optional<qint64> from, std::optional<qint64> to)
{
    const auto report = waitFor(AuditVerification(*table, clock).verify(from, to), 60000);
    return report.ok() ? *report : ChainReport{false, -1, {}, report.error().message, 0, 0};
}

ChainReport AuditRig::verifyFiles(const QString &folder)
{
    const auto failure = [](const Error &error) { return ChainReport{false, -1, {}, error.message, 0, 0}; };
    const auto head = HeadFile(folder + QStringLiteral("/audit/head")).read();
    if (!head.ok())
        return failure(head.error());
    const auto key = readPublicKey(folder + QStringLiteral("/audit/public.key"));
    auto chain = ChainDatabase::open(folder + QStringLiteral("/camera-service.db"));
    if (!key.ok() || !chain.ok())
        return failure(key.ok() ? chain.error() : key.error());
    const auto start = (*chain)->start(*key);
    if (!start.ok())
        return failure(start.error());
    ChainVerifier verifier({(*chain)->origin(), *key}, start->point, *head);
    if (!start->trouble.isEmpty())
        verifier.broken(start->trouble);
    if (!*head)
        verifier.broken(QStringLiteral("no head"));
    for (bool last = false; !last && !verifier.failed();) {
        const auto page = (*chain)->page(verifier.at().seq, std::numeric_limits<qint64>::max());
        if (!page.ok())
            return failure(page.error());
        verifier.feed(*page);
        last = page->last;
    }
    return verifier.finish();
}

std::vector<AuditRecord> AuditRig::records()
{
    std::vector<AuditRecord> all;
    for (bool last = false; !last;) {
        const auto page = waitFor(
            table->chain(all.empty() ? 0 : all.back().seq, std::numeric_limits<qint64>::max(), 1000));
        if (!page.ok())
            return {};
        all.insert(all.end(), page->records.begin(), page->records.end());
        last = page->last;
    }
    return all;
}

void AuditRig::sql(const QString &statement)
{
    const auto done = runSql(*database, statement);
    if (!done.ok())
        QFAIL(qPrintable(done.error().message));
}

}  // namespace cs
