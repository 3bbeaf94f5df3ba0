#pragma once

#include <QCoreApplication>
#include <QSqlQuery>
#include <QTemporaryDir>

#include "rpc/idempotency.h"
#include "unit/rpc/keyedmethods.h"
#include "unit/rpc/rpcrig.h"

namespace cs {

inline DispatcherOptions with(Idempotency &idempotency)
{
    DispatcherOptions options;
    options.idempotency = &idempotency;
    return options;
}

// One start of the service on a database that outlives it.
struct KeyedRig {
    explicit KeyedRig(Database &database, const Clock &clock, IdempotencyLimits limits = {})
        : idempotency(database, clock, QByteArray(32, 'k'), limits),
          rpc(with(idempotency))
    {
        const auto loading = idempotency.load();
        if (!QTest::qWaitFor([&] { return loading.isFinished(); }) || !resultOf(loading).ok())
            qFatal("not loaded");
        testapi::bindKeyedMethods(rpc.table, state);
        rpc.principal = Principal::user(QStringLiteral("ann"), Role::Operator);
    }
    QJsonObject call(const QByteArray &params, const QByteArray &method = "change")
    {
        return rpc.answer(requestFrame(method, params));
    }
    int runs(const QByteArray &method = "change") { return state.runs[method]; }

    testapi::KeyedState state;
    Idempotency idempotency;
    RpcRig rpc;
};

// A database, and a clock that outlives the starts of the service.
class KeyedFixture : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_database = std::make_unique<Database>();
        const auto opened = m_database->open(m_folder->filePath(QStringLiteral("service.db")));
        QVERIFY2(opened.ok(), opened.ok() ? "" : qPrintable(opened.error().message));
    }
    void cleanup() { m_database.reset(); }

protected:
    QVariant sql(const QString &text)
    {
        auto answer = m_database->run<QVariant>([text](QSqlDatabase &db) -> Result<QVariant> {
            QSqlQuery query(db);
            if (!query.exec(text))
                return Error::internal(QStringLiteral("no"));
            return query.next() ? query.value(0) : QVariant();
        });
        while (!answer.isFinished())
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        return resultOf(answer).value();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Database> m_database;
    ManualClock m_clock;
};

}  // namespace cs
