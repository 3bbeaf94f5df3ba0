#pragma once

#include <optional>

#include <QByteArrayView>
#include <QString>

namespace cs {

// Where the parts of one trail are kept: files named by the trail and their records, in a folder that the trails of other
// services may share. A value for any thread; partFrom() and discardDraft() wait for the disk.
class AuditArchive {
public:
    struct Part {
        QString path;
        qint64 upTo = 0;
    };

    // `origin` is the hash at the beginning of the trail.
    AuditArchive(QString folder, QByteArrayView origin);

    QString pathOf(qint64 from, qint64 upTo) const;
    // The part that begins with this record, if there is one; the shortest if there are more.
    std::optional<Part> partFrom(qint64 from) const;
    // Removes what a run that was cut short has left of this part. True if nothing is left for certain.
    static bool discardDraft(const QString &part);

private:
    QString beginOfName(qint64 from) const;

    const QString m_folder;
    const QString m_trail;
};

}  // namespace cs
