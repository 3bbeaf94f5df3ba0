#include "models/recordingpages.h"

#include <algorithm>

#include "models/recordingtexts.h"

namespace cs {

namespace {

constexpr qint64 rowsPerPage = 100;
// While few pass the filter, the whole list may have to be read.
constexpr qint64 rowsPerSearch = 500;
// However few of a page pass the filter.
constexpr int rowsPerScreen = 50;

// The list goes from new to old: nothing after such a file can be of the filter's day.
bool isBefore(const RecordingFilter &filter, const api::MediaFile &file)
{
    return filter.day && localTimeOf(file.modifiedTime).date() < *filter.day;
}

}  // namespace

bool RecordingFilter::takes(const api::MediaFile &file) const
{
    if (device && file.device != device)
        return false;
    return !day || localTimeOf(recordingTime(file)).date() == *day;
}

RecordingPages::RecordingPages(Session &session) : m_calls(session) {}

void RecordingPages::restart(const RecordingFilter &filter)
{
    stop();
    m_filter = filter;
    m_offset = 0;
    m_first = true;
    m_complete = false;
    readOn();
}

void RecordingPages::readOn()
{
    if (m_reading || m_complete)
        return;
    m_found = 0;
    readPage(rowsPerPage);
}

void RecordingPages::stop()
{
    m_calls.cancelAll();
    m_reading = false;
    m_complete = true;
}

void RecordingPages::shift(qint64 by)
{
    m_total = std::max<qint64>(m_total + by, 0);
    m_offset = std::max<qint64>(m_offset + by, 0);
}

void RecordingPages::readPage(qint64 rows)
{
    m_reading = true;
    api::Page page;
    page.limit = rows;
    page.offset = m_offset;
    m_calls.ask<api::ListRecordings>(page, [this](const Result<api::MediaPage> &reply) {
        m_reading = false;
        if (reply.ok())
            onPage(*reply);
        else
            Q_EMIT failed(reply.error());
    });
}

void RecordingPages::onPage(const api::MediaPage &page)
{
    m_total = page.total;
    m_offset += static_cast<qint64>(page.files.size());
    std::vector<api::MediaFile> fitting;
    std::copy_if(page.files.begin(), page.files.end(), std::back_inserter(fitting),
                 [this](const api::MediaFile &file) { return m_filter.takes(file); });
    m_complete = page.files.empty() || m_offset >= m_total || isBefore(m_filter, page.files.back());
    m_found += static_cast<int>(fitting.size());
    Q_EMIT arrived(fitting, std::exchange(m_first, false));
    if (!m_complete && m_found < rowsPerScreen)
        readPage(rowsPerSearch);
    else
        Q_EMIT finished();
}

}  // namespace cs

#include "moc_recordingpages.cpp"
