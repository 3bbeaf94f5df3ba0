#include "models/recordingmodel.h"

#include <algorithm>

#include "models/recordingtexts.h"

namespace cs {

namespace {

const QStringList &recordingTopics()
{
    static const QStringList topics{QStringLiteral("recording.start"), QStringLiteral("recording.progress"),
                                    QStringLiteral("recording.stop")};
    return topics;
}

bool isNewer(const api::MediaFile &a, const api::MediaFile &b)
{
    return recordingTime(a) > recordingTime(b);
}

}  // namespace

RecordingModel::RecordingModel(Session &session, EventFeed &feed, QObject *parent)
    : LoadedModel(parent),
      m_session(session),
      m_feed(feed),
      m_interest(feed.want(recordingTopics()))
{
    connect(&session, &Session::stateChanged, this, &RecordingModel::onSessionState);
    connect(&session, &Session::roleChanged, this, &RecordingModel::reload);
    connect(&m_pages, &RecordingPages::arrived, this, &RecordingModel::onArrived);
    connect(&m_pages, &RecordingPages::finished, this, [this] { setReady(); });
    connect(&m_pages, &RecordingPages::failed, this, [this](const Error &error) { setFailed(error); });
    connect(&feed, &EventFeed::event, this, &RecordingModel::onEvent);
    connect(&feed, &EventFeed::resyncNeeded, this, &RecordingModel::reload);
    connect(&feed, &EventFeed::currentChanged, this, &RecordingModel::onFeedCurrent);
    if (session.isLive())
        reload();
}

RecordingModel::~RecordingModel() = default;

void RecordingModel::setFilter(const RecordingFilter &filter)
{
    if (filter == m_filter)
        return;
    m_filter = filter;
    // What is listed under a filter passes it, also while the rest is on its way or cannot be had.
    std::vector<api::MediaFile> fitting = m_files;
    std::erase_if(fitting, [&filter](const api::MediaFile &file) { return !filter.takes(file); });
    replaceAll(std::move(fitting));
    reload();
}

void RecordingModel::reload()
{
    setBusy();
    m_pages.restart(m_filter);
}

Async<Done> RecordingModel::remove(const FileName &file)
{
    auto promise = std::make_shared<Promise<Done>>();
    auto answer = promise->future();
    m_calls.ask<api::DeleteRecording>({file}, [this, promise, file](const Result<api::Deleted> &reply) {
        // Gone is gone, whoever did it.
        if (reply.ok() || reply.error().code == ErrorCode::NotFound)
            drop(file);
        promise->finish(reply.ok() ? Result<Done>(Done{}) : Result<Done>(reply.error()));
    });
    return answer;
}

Async<QUrl> RecordingModel::downloadUrl(const FileName &file)
{
    auto promise = std::make_shared<Promise<QUrl>>();
    auto answer = promise->future();
    m_calls.ask<api::GetRecordingInfo>({file}, [promise](const Result<api::GetRecordingInfo::Reply> &reply) {
        if (!reply.ok()) {
            promise->finish(reply.error());
            return;
        }
        const QUrl url(reply->downloadUrl, QUrl::StrictMode);
        if (url.scheme().startsWith(QLatin1String("http")) && !url.host().isEmpty())
            promise->finish(url);
        else
            promise->finish(Error::internal(QStringLiteral("the service gave no address for this recording")));
    });
    return answer;
}

int RecordingModel::rowOf(const FileName &file) const
{
    const auto found = std::find_if(m_files.begin(), m_files.end(),
                                    [&file](const api::MediaFile &known) { return known.filename == file; });
    return found == m_files.end() ? -1 : static_cast<int>(found - m_files.begin());
}

int RecordingModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_files.size());
}

int RecordingModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RecordingModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const api::MediaFile &media = file(index.row());
    switch (role) {
    case Qt::DisplayRole: return recordingCellText(media, index.column());
    case SortRole: return recordingSortKey(media, index.column());
    case FileRole: return media.filename.toString();
    case DeviceRole: return media.device ? media.device->toString() : QString();
    case TimeRole: return localTimeOf(recordingTime(media));
    case DurationRole: return media.duration.value_or(-1);
    case SizeRole: return media.fileSize;
    case IsRecordingRole: return isBeingRecorded(media);
    default: return {};
    }
}

QVariant RecordingModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return LoadedModel::headerData(section, orientation, role);
    return recordingColumnTitle(section);
}

QHash<int, QByteArray> RecordingModel::roleNames() const
{
    auto names = LoadedModel::roleNames();
    names.insert({{FileRole, "file"},
                  {DeviceRole, "device"},
                  {TimeRole, "time"},
                  {DurationRole, "duration"},
                  {SizeRole, "size"},
                  {IsRecordingRole, "isRecording"}});
    return names;
}

bool RecordingModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && !m_pages.isComplete() && !m_pages.isReading() && loadState() == LoadState::Ready
           && m_session.isLive();
}

void RecordingModel::fetchMore(const QModelIndex &parent)
{
    if (canFetchMore(parent))
        m_pages.readOn();
}

void RecordingModel::onSessionState()
{
    if (m_session.state() != Session::State::SignedOut)
        return;
    m_calls.cancelAll();
    m_pages.stop();
    m_filter = {};
    replaceAll({});
    setBusy();
    Q_EMIT forgotten();
}

void RecordingModel::onFeedCurrent(bool isCurrent)
{
    // What was lost with the connection, or asked for without one.
    if (isCurrent && loadState() == LoadState::Failed)
        reload();
    Q_EMIT staleChanged(!isCurrent);
}

void RecordingModel::onArrived(const std::vector<api::MediaFile> &files, bool first)
{
    if (first) {
        replaceAll(files);
        return;
    }
    // New recordings push old ones onto the next page: some are known.
    for (const api::MediaFile &file : files)
        put(file);
}

void RecordingModel::replaceAll(std::vector<api::MediaFile> files)
{
    beginResetModel();
    m_files = std::move(files);
    std::stable_sort(m_files.begin(), m_files.end(), &isNewer);
    endResetModel();
}

void RecordingModel::put(const api::MediaFile &file)
{
    if (const int row = rowOf(file.filename); row >= 0) {
        m_files[static_cast<size_t>(row)] = file;
        Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
        return;
    }
    const auto place = std::upper_bound(m_files.begin(), m_files.end(), file, &isNewer);
    const int row = static_cast<int>(place - m_files.begin());
    beginInsertRows({}, row, row);
    m_files.insert(place, file);
    endInsertRows();
}

void RecordingModel::drop(const FileName &file)
{
    const int row = rowOf(file);
    if (row < 0)
        return;
    // First: who hears that the row goes asks how many there are.
    m_pages.shift(-1);
    beginRemoveRows({}, row, row);
    m_files.erase(m_files.begin() + row);
    endRemoveRows();
}

void RecordingModel::onEvent(const QString &topic, const json::Value &params, qint64)
{
    if (!topic.startsWith(QLatin1String("recording.")))
        return;
    const auto event = json::fromValue<api::RecordingEvent>(params, json::Unknown::Ignore);
    if (!event.ok() || !recordingTopics().contains(topic))
        return;
    const json::Value *time = params.member(u"timestamp");
    const auto now = time && time->asString() ? fromIso(*time->asString()) : std::nullopt;
    api::MediaFile file;
    file.filename = event->filename;
    file.fileSize = event->fileSize;
    file.modifiedTime = now.value_or(Timestamp());
    file.device = event->device;
    if (topic == QLatin1String("recording.stop"))
        file.duration = event->duration;
    else
        file.state = QStringLiteral("recording");
    if (topic == QLatin1String("recording.start") && rowOf(file.filename) < 0)
        m_pages.shift(1);
    if (m_filter.takes(file))
        put(file);
}

}  // namespace cs

#include "moc_recordingmodel.cpp"
