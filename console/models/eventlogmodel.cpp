#include "models/eventlogmodel.h"

#include "models/words.h"

namespace cs {

namespace {

constexpr std::chrono::milliseconds gatherTime{50};

const QStringList &loggedTopics()
{
    static const QStringList topics{QStringLiteral("camera.connected"), QStringLiteral("camera.disconnected"),
                                    QStringLiteral("recording.start"),  QStringLiteral("recording.stop"),
                                    QStringLiteral("recording.error"),  QStringLiteral("snapshot.taken"),
                                    QStringLiteral("snapshot.error"),   QStringLiteral("system.startup"),
                                    QStringLiteral("system.shutdown"),  QStringLiteral("system.error")};
    return topics;
}

}  // namespace

EventLogModel::EventLogModel(Session &session, EventFeed &feed, CameraId only, QObject *parent)
    : LoadedModel(parent),
      m_interest(feed.want(loggedTopics())),
      m_only(only)
{
    m_flush.setSingleShot(true);
    m_flush.setInterval(gatherTime);
    connect(&m_flush, &QTimer::timeout, this, &EventLogModel::flush);
    connect(&feed, &EventFeed::event, this, &EventLogModel::onEvent);
    connect(&session, &Session::stateChanged, this, [this](Session::State state) {
        if (state == Session::State::SignedOut)
            clear();
    });
    setReady();
}

EventLogModel::~EventLogModel() = default;

void EventLogModel::clear()
{
    beginResetModel();
    m_events.clear();
    m_incoming.clear();
    endResetModel();
}

int EventLogModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_events.size());
}

int EventLogModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant EventLogModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const LoggedEvent &logged = event(index.row());
    const QString device = logged.device.isValid() ? logged.device.toString() : QString();
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case Time: return timeWords(logged.time);
        case Camera: return cameraText(logged.device);
        case Text: return wordsFor(logged);
        default: return {};
        }
    case SortRole: return logged.seq;
    case TopicRole: return logged.topic;
    case DeviceRole: return device;
    case TimeRole: return localTimeOf(logged.time);
    case WeightRole: return static_cast<int>(logged.weight);
    case TextRole: return wordsFor(logged);
    case CameraNameRole: return cameraText(logged.device);
    case Qt::ToolTipRole:
        return QStringLiteral("<p>%1</p>")
            .arg((cameraText(logged.device) + u'\n' + wordsFor(logged)).trimmed().toHtmlEscaped());
    default: return {};
    }
}

QVariant EventLogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return LoadedModel::headerData(section, orientation, role);
    switch (section) {
    case Time: return tr("Time");
    case Camera: return tr("Camera");
    case Text: return tr("Event");
    default: return {};
    }
}

QHash<int, QByteArray> EventLogModel::roleNames() const
{
    auto names = LoadedModel::roleNames();
    names.insert({{TopicRole, "topic"},
                  {DeviceRole, "device"},
                  {TimeRole, "time"},
                  {WeightRole, "weight"},
                  {TextRole, "text"},
                  {CameraNameRole, "cameraName"}});
    return names;
}

QString EventLogModel::cameraText(CameraId device) const
{
    if (!device.isValid())
        return {};
    const QString name = m_names ? m_names(device) : QString();
    // Two cameras may have one name.
    return name.isEmpty() || name == device.toString() ? device.toString()
                                                       : QStringLiteral("%1 (%2)").arg(name, device.toString());
}

void EventLogModel::onEvent(const QString &topic, const json::Value &params, qint64 seq)
{
    if (!loggedTopics().contains(topic))
        return;
    LoggedEvent logged = readEvent(topic, params, seq);
    if (wordsFor(logged).isEmpty() || (m_only.isValid() && logged.device != m_only))
        return;
    m_incoming.push_back(std::move(logged));
    if (m_incoming.size() > maxEvents)
        m_incoming.pop_front();
    if (!m_flush.isActive())
        m_flush.start();
}

void EventLogModel::flush()
{
    if (m_incoming.empty())
        return;
    beginInsertRows({}, 0, static_cast<int>(m_incoming.size()) - 1);
    for (LoggedEvent &logged : m_incoming)
        m_events.push_front(std::move(logged));
    m_incoming.clear();
    endInsertRows();
    if (m_events.size() <= maxEvents)
        return;
    beginRemoveRows({}, static_cast<int>(maxEvents), static_cast<int>(m_events.size()) - 1);
    m_events.resize(maxEvents);
    endRemoveRows();
}

}  // namespace cs

#include "moc_eventlogmodel.cpp"
