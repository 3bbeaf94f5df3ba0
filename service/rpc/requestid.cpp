#include "rpc/requestid.h"

#include <atomic>

#include <QRandomGenerator>

namespace cs {

QString nextRequestId()
{
    static const QString start = QString::number(QRandomGenerator::global()->generate(), 36);
    static std::atomic<quint64> last = 0;
    return start + u'-' + QString::number(++last, 36);
}

}  // namespace cs
