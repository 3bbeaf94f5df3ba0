#include "storage/gonefiles.h"

#include "storage/statement.h"
#include "storage/transaction.h"

namespace cs {

Result<Done> forgetFiles(QSqlDatabase &db, const QString &table, const std::vector<FileName> &files)
{
    return inTransaction<Done>(db, [&]() -> Result<Done> {
        Statement remove(db, QStringLiteral("delete from %1 where node_id = (select value from meta where key = "
                                            "'node_id') and file = ?")
                                 .arg(table));
        for (const FileName &file : files) {
            if (const auto removed = remove.run({sqlText(file.toString())}); !removed.ok())
                return removed.error();
        }
        return Done{};
    });
}

}  // namespace cs
