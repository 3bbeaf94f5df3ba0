#include "storage/statement.h"

#include <QSqlError>

#include "storage/logging.h"
#include "storage/sqlerror.h"

namespace cs {

QVariant sqlText(const QString &text)
{
    return text.isNull() ? QVariant(QStringLiteral("")) : QVariant(text);
}

QVariant sqlBytes(const QByteArray &bytes)
{
    return bytes.isNull() ? QVariant(QByteArray("")) : QVariant(bytes);
}

QVariant sqlTime(Timestamp time)
{
    return QVariant(toMicroseconds(time));
}

QVariant sqlTime(const std::optional<Timestamp> &time)
{
    return time ? sqlTime(*time) : QVariant(QMetaType(QMetaType::LongLong));
}

QVariant sqlNumber(const std::optional<qint64> &number)
{
    return number ? QVariant(*number) : QVariant(QMetaType(QMetaType::LongLong));
}

Timestamp timeAt(const QSqlQuery &query, int column)
{
    return fromMicroseconds(query.value(column).toLongLong());
}

std::optional<Timestamp> maybeTimeAt(const QSqlQuery &query, int column)
{
    return query.isNull(column) ? std::nullopt : std::optional(timeAt(query, column));
}

std::optional<qint64> maybeNumberAt(const QSqlQuery &query, int column)
{
    return query.isNull(column) ? std::nullopt : std::optional(query.value(column).toLongLong());
}

std::optional<CameraId> cameraAt(const QSqlQuery &query, int column)
{
    constexpr qint64 greatest = 999'999'999;  // nine digits are what a public name may have
    bool isNumber = false;
    const qint64 number = query.value(column).toLongLong(&isNumber);
    if (!isNumber || number < 0 || number > greatest)
        return std::nullopt;
    return CameraId(static_cast<quint32>(number));
}

Statement::Statement(QSqlDatabase &db, const QString &sql) : m_query(db)
{
    m_query.setForwardOnly(true);
    m_prepared = m_query.prepare(sql);
}

bool Statement::start(const QVariantList &values)
{
    if (!m_prepared)
        return false;
    for (int i = 0; i < values.size(); ++i)
        m_query.bindValue(i, values[i]);
    return m_query.exec();
}

Result<qint64> Statement::run(const QVariantList &values)
{
    if (!start(values))
        return failure();
    while (m_query.next()) {}
    if (hasFailed())
        return failure();
    return std::max<qint64>(0, m_query.numRowsAffected());
}

Result<QVariant> Statement::value(const QVariantList &values)
{
    auto found = row<QVariant>(values, [](const QSqlQuery &query) { return std::optional(query.value(0)); });
    if (!found.ok())
        return found.error();
    return found->value_or(QVariant());
}

bool Statement::duplicate() const
{
    return isDuplicate(m_query.lastError());
}

bool Statement::hasFailed() const
{
    return m_query.lastError().isValid();
}

Error Statement::failure() const
{
    return toError(m_query.lastError());
}

void Statement::noteBrokenRow() const
{
    qCWarning(lcStorage) << "left out a row that is not what this service writes; was the database edited?";
}

}  // namespace cs
