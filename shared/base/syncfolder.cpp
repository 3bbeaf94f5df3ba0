#include "base/syncfolder.h"

#include <fcntl.h>
#include <unistd.h>

#include <QFile>

#include "base/uniquefd.h"

namespace cs {

bool syncFolder(const QString &folder)
{
    const UniqueFd fd(::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return fd.isValid() && ::fsync(fd.get()) == 0;
}

}  // namespace cs
