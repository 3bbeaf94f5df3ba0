#pragma once

#include <memory>

#include <QString>

#include "auditchain/chainpage.h"
#include "auditchain/chainverifier.h"
#include "base/result.h"

namespace cs {

// The audit trail in the database file of a service that need not run: opened for reading only, and no hindrance to a
// service that writes to it meanwhile. Owns a connection; one thread.
class ChainDatabase {
public:
    // What a page holds at most.
    static constexpr int PageRows = 1000;

    static Result<std::unique_ptr<ChainDatabase>> open(const QString &file);
    ~ChainDatabase();
    ChainDatabase(const ChainDatabase &) = delete;
    ChainDatabase &operator=(const ChainDatabase &) = delete;

    // The hash of the beginning.
    const QByteArray &origin() const { return m_origin; }
    // Where the records begin: the origin, or the place up to which older ones were given up. One sentence in
    // `trouble` if that place is not signed by this key.
    struct Start {
        ChainPoint point;
        QString trouble;
    };
    Result<Start> start(const AuditPublicKey &key);
    // 0 if there is none.
    Result<qint64> lastSeq();
    // The first record that is not older; one more than the last if there is none.
    Result<qint64> firstSince(Timestamp time);
    // The last record that is older; 0 if there is none.
    Result<qint64> lastBefore(Timestamp time);
    // The first record from this one on that has a checkpoint.
    Result<std::optional<qint64>> signedFrom(qint64 seq);
    // Nothing if there is no such record; number 0 has the origin.
    Result<std::optional<QByteArray>> hashOf(qint64 seq);
    // The records after `after`, up to `upTo`, as of one moment.
    Result<ChainPage> page(qint64 after, qint64 upTo);

private:
    explicit ChainDatabase(QString connection) : m_connection(std::move(connection)) {}
    Result<Done> connectTo(const QString &file, const QString &name, const QString &options);
    Result<Done> readOrigin();
    Result<ChainPage> readPage(qint64 after, qint64 upTo);

    QString m_connection;
    QByteArray m_origin;
};

}  // namespace cs
