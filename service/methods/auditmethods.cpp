#include "methods/auditmethods.h"

#include <QCoreApplication>

#include "api/audit.h"
#include "audit/auditverification.h"
#include "auditchain/hextext.h"
#include "rpc/methodtable.h"
#include "storage/audittable.h"

namespace cs {

namespace {

// One call looks at so many pieces of the trail at most; then it answers what it has and where to go on.
constexpr int MaxAuditSteps = 40;

QString auditCursor(qint64 seq)
{
    const QByteArray text = "seq." + QByteArray::number(seq);
    return QString::fromLatin1(text.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

std::optional<qint64> auditPlace(const QString &cursor)
{
    const auto decoded = QByteArray::fromBase64Encoding(cursor.toLatin1(),
                                                        QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals
                                                            | QByteArray::AbortOnBase64DecodingErrors);
    bool isNumber = false;
    const qint64 seq = decoded ? (*decoded).sliced(std::min<qsizetype>((*decoded).size(), 4)).toLongLong(&isNumber) : 0;
    return isNumber && auditCursor(seq) == cursor ? std::optional(seq) : std::nullopt;
}

api::AuditRow auditRow(const AuditRecord &record)
{
    return {record.seq,    record.at,     record.username, record.address,   record.action,
            record.target, record.device, record.result,   record.requestId, toHex(record.hash)};
}

// One call of list_audit_events under way.
struct AuditListing {
    AuditTable &table;
    AuditFilter filter;
    size_t limit;
    int steps = 0;
    api::ListAuditEvents::Reply reply;
    Promise<api::ListAuditEvents::Reply> promise;
};

void nextAuditPage(const std::shared_ptr<AuditListing> &listing);

void onAuditPage(const std::shared_ptr<AuditListing> &listing, const Result<AuditPage> &page)
{
    if (!page.ok()) {
        listing->promise.finish(page.error());
        return;
    }
    auto &events = listing->reply.events;
    for (const AuditRecord &record : page->records)
        events.push_back(auditRow(record));
    listing->filter.after = page->next;
    if (page->next && events.size() < listing->limit && ++listing->steps < MaxAuditSteps) {
        nextAuditPage(listing);
        return;
    }
    if (page->next)
        listing->reply.nextCursor = auditCursor(*page->next);
    listing->promise.finish(std::move(listing->reply));
}

void nextAuditPage(const std::shared_ptr<AuditListing> &listing)
{
    const auto wanted = static_cast<qint64>(listing->limit - listing->reply.events.size());
    whenDone(qApp, listing->table.page(listing->filter, wanted),
             [listing](const Result<AuditPage> &page) { onAuditPage(listing, page); });
}

Async<api::ListAuditEvents::Reply> listAuditEvents(AuditTable &table, const api::ListAuditEvents::Params &params)
{
    AuditFilter filter{params.since, params.until, std::nullopt, std::nullopt, params.device, std::nullopt};
    if (params.username)
        filter.username = params.username->toString();
    if (params.action)
        filter.action = params.action->toString();
    if (params.cursor) {
        filter.after = auditPlace(params.cursor->toString());
        if (!filter.after) {
            return failed<api::ListAuditEvents::Reply>(
                Error::invalidParam(QStringLiteral("cursor"), QStringLiteral("must be a next_cursor of this method"),
                                    QStringLiteral("leave it out to begin with the newest")));
        }
    }
    auto listing = std::make_shared<AuditListing>(
        AuditListing{table, std::move(filter), static_cast<size_t>(qint64(params.limit)), 0, {}, {}});
    auto answer = listing->promise.future();
    nextAuditPage(listing);
    return answer;
}

}  // namespace

void bindAuditMethods(MethodTable &table, const AuditMethodParts &parts)
{
    table.bind<api::ListAuditEvents>([parts](const Call &, const api::ListAuditEvents::Params &params) {
        return listAuditEvents(parts.table, params);
    });
    table.bind<api::VerifyAudit>([parts](const Call &, const api::VerifyAudit::Params &params) {
        std::optional<qint64> from;
        std::optional<qint64> to;
        if (params.fromSeq)
            from = qint64(*params.fromSeq);
        if (params.toSeq)
            to = qint64(*params.toSeq);
        return andThen(
            qApp, parts.verification.verify(from, to),
            [](const ChainReport &report) -> Result<api::VerifyAudit::Reply> {
                return api::VerifyAudit::Reply{report.valid, report.checked, report.firstBadSeq, report.reason};
            });
    });
}

}  // namespace cs
