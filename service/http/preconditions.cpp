#include "http/preconditions.h"

#include "http/httpdate.h"

namespace cs {

namespace {

using std::chrono::seconds;

// RFC 9110 section 8.8.3.2, weak comparison.
bool listHas(const QByteArray &list, const QByteArray &etag)
{
    if (list.trimmed() == "*")
        return true;
    for (QByteArray entry : list.split(',')) {
        entry = entry.trimmed();
        if (entry.startsWith("W/"))
            entry.remove(0, 2);
        if (entry == etag)
            return true;
    }
    return false;
}

}  // namespace

bool isNotModified(const HttpRequest &request, const Validators &validators)
{
    if (const QByteArray list = request.header("if-none-match"); !list.isEmpty())
        return listHas(list, validators.etag);
    const auto since = fromHttpDate(request.header("if-modified-since"));
    return since && std::chrono::floor<seconds>(validators.modified) <= *since;
}

bool rangeStillFits(const HttpRequest &request, const Validators &validators, Timestamp now)
{
    const QByteArray condition = request.header("if-range").trimmed();
    if (condition.isEmpty())
        return true;
    if (condition.contains('"'))
        return condition == validators.etag;
    const auto date = fromHttpDate(condition);
    return date && *date == std::chrono::floor<seconds>(validators.modified) && now - validators.modified > seconds(1);
}

}  // namespace cs
