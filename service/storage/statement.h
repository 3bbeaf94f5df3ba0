#pragma once

#include <optional>
#include <vector>

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>

#include "base/ids.h"
#include "base/result.h"
#include "base/time.h"

namespace cs {

// Values to bind. An empty text or byte array stays one: Qt would bind a null QString as NULL.
QVariant sqlText(const QString &text);
QVariant sqlBytes(const QByteArray &bytes);
QVariant sqlTime(Timestamp time);
QVariant sqlTime(const std::optional<Timestamp> &time);
QVariant sqlNumber(const std::optional<qint64> &number);

Timestamp timeAt(const QSqlQuery &query, int column);
std::optional<Timestamp> maybeTimeAt(const QSqlQuery &query, int column);
std::optional<qint64> maybeNumberAt(const QSqlQuery &query, int column);
// Nothing for a number that no camera can have.
std::optional<CameraId> cameraAt(const QSqlQuery &query, int column);

// One prepared statement, to be run once or many times. Database thread only; lives within one job.
class Statement {
public:
    Statement(QSqlDatabase &db, const QString &sql);

    // Runs it to its end; how many rows it changed.
    Result<qint64> run(const QVariantList &values = {});
    // The first column of the first row; invalid if there is no row.
    Result<QVariant> value(const QVariantList &values = {});
    // All rows as `read` sees them. A row it cannot read (the file may have been edited by hand) is left out.
    template<class Row>
    Result<std::vector<Row>> rows(const QVariantList &values, std::optional<Row> (*read)(const QSqlQuery &))
    {
        std::vector<Row> found;
        if (!start(values))
            return failure();
        while (m_query.next()) {
            if (auto row = read(m_query))
                found.push_back(std::move(*row));
            else
                noteBrokenRow();
        }
        // A statement that returns rows commits after the last one, so a full disk shows only here.
        if (hasFailed())
            return failure();
        return found;
    }
    // The first of these rows, if there is one.
    template<class Row>
    Result<std::optional<Row>> row(const QVariantList &values, std::optional<Row> (*read)(const QSqlQuery &))
    {
        auto found = rows<Row>(values, read);
        if (!found.ok())
            return found.error();
        return found->empty() ? std::optional<Row>() : std::optional<Row>(std::move(found->front()));
    }

    // Of the last run: whether it failed because a row with such a key exists.
    bool duplicate() const;

private:
    bool start(const QVariantList &values);
    bool hasFailed() const;
    Error failure() const;
    void noteBrokenRow() const;

    QSqlQuery m_query;
    bool m_prepared = false;
};

}  // namespace cs
