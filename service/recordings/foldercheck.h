#pragma once

#include <functional>
#include <optional>
#include <vector>

#include <QElapsedTimer>
#include <QObject>
#include <QSet>
#include <QTimer>

#include "base/future.h"
#include "base/workers.h"
#include "recordings/mediaindex.h"

namespace cs {

// Which folder it is, and when something came into it or left it (st_ctim).
struct FolderStamp {
    quint64 device = 0;
    quint64 inode = 0;
    qint64 changedAtNs = 0;
    friend bool operator==(const FolderStamp &, const FolderStamp &) = default;
    bool isSameFolder(const std::optional<FolderStamp> &other) const
    {
        return other && device == other->device && inode == other->inode;
    }
};

struct FolderListing {
    // Nothing: it is not there.
    std::optional<FolderStamp> stamp;
    // Nothing: it was not read, because the stamp is the one that was known.
    std::optional<QSet<QString>> names;
};

// Blocks. Does not read a folder with the stamp `known`; one that cannot be read is an error.
Result<FolderListing> listFolder(const QString &folder, const std::optional<FolderStamp> &known);
// Blocks. Of those that a listing lacks, the ones that are not there when asked for by name: a folder that changes while it
// is listed, on a network's file system above all, may leave some out.
std::vector<MediaIndex::Known> surelyGone(const QString &folder, const std::vector<MediaIndex::Known> &missing);

// Sees what has become of the files of one media folder behind the service's back, without waiting for its disk for long:
// a worker of its own looks. Service thread.
//
// A file that is gone from the folder that held it was removed by hand: it is forgotten. A folder that is not there, or
// that is another one and holds none of its files, may be the place of a disk that is not mounted: all its files are away,
// and nothing is forgotten. Which folder it is was seen when its files were. Only if the service was started without the
// disk, has recorded in its place and is started again, the others are forgotten; a start with the disk takes up their
// files anew.
class FolderCheck : public QObject {
    Q_OBJECT
public:
    // Longer nobody waits for a look.
    static constexpr std::chrono::milliseconds Patience{500};
    // A folder with more files, where something comes and goes all the time, is read once a second at most.
    static constexpr qsizetype ManyFiles = 10'000;
    static constexpr std::chrono::milliseconds Rest{1000};
    // listFolder() of the folder. Holds nothing but values: a disk that hangs keeps it to the end of the process.
    using List = std::function<Result<FolderListing>(const std::optional<FolderStamp> &known)>;
    // Removes rows and names of files that are gone.
    using Forget = std::function<Async<Done>(const std::vector<MediaIndex::Known> &gone)>;

    // `workers` compare the listing with the index.
    FolderCheck(MediaKind kind, const MediaIndex &index, Workers &workers, List list, Forget forget);

    // Answers when what is gone is forgotten, or when the disk has had its time; never with an error. A look that is
    // under way counts.
    Async<Done> check();
    // As of the last look: none of its files can be had, all may come back.
    bool isAway() const { return m_isAway; }

private:
    Async<Done> onListed(const FolderListing &listing);
    Async<Done> onCompared(const FolderStamp &stamp, const MediaIndex::Comparison &found);
    void onDone(const Result<Done> &done);
    bool isSettled(const FolderStamp &stamp) const;
    void answerAll();

    const MediaKind m_kind;
    const MediaIndex &m_index;
    Workers &m_workers;
    const List m_list;
    const Forget m_forget;
    Workers m_reader{1, Workers::AtEnd::Leave};
    QTimer m_patience;
    bool m_isLooking = false;
    QElapsedTimer m_resting;  // since the end of a look at many files
    qint64 m_lookedAtNs = 0;
    quint64 m_upTo = 0;  // the last entry of the index then
    bool m_hasMany = false;
    // Whether its files are known by the first of them that is seen: as long as there have been none.
    bool m_mayLearn = true;
    bool m_isAway = false;
    std::optional<FolderStamp> m_home;   // in which files were seen
    std::optional<FolderStamp> m_known;  // with which nothing is missing
    QString m_problem;                   // said last
    std::vector<Promise<Done>> m_waiters;
};

}  // namespace cs
