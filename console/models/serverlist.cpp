#include "models/serverlist.h"

#include <algorithm>

namespace cs {

namespace {

const QString serversKey = QStringLiteral("servers");
const QString addressKey = QStringLiteral("address");
const QString userKey = QStringLiteral("user");
const QString pinsGroup = QStringLiteral("certificates/");

}  // namespace

QString credentialKey(const ServerAddress &address, const QString &userName)
{
    return userName + u'@' + address.key();
}

QString RememberedServer::credentialKey() const
{
    return cs::credentialKey(address, userName);
}

ServerList::ServerList(QSettings &settings, QObject *parent) : QAbstractListModel(parent), m_settings(settings)
{
    load();
}

void ServerList::remember(const ServerAddress &address, const QString &userName)
{
    // Said at each return of the connection; writing takes as long as the disk likes.
    const auto last = lastUsed();
    if (last && last->address == address && last->userName == userName)
        return;
    beginResetModel();
    std::erase_if(m_servers, [&](const RememberedServer &known) {
        return known.address.key() == address.key() && known.userName == userName;
    });
    m_servers.insert(m_servers.begin(), {address, userName});
    if (m_servers.size() > maxServers)
        m_servers.resize(maxServers);
    endResetModel();
    save();
}

void ServerList::forget(int row)
{
    if (row < 0 || row >= rowCount())
        return;
    beginRemoveRows({}, row, row);
    const QString endpoint = server(row).address.key();
    m_servers.erase(m_servers.begin() + row);
    endRemoveRows();
    const bool used = std::any_of(m_servers.begin(), m_servers.end(), [&endpoint](const RememberedServer &other) {
        return other.address.key() == endpoint;
    });
    if (!used)
        setPin(endpoint, {});
    save();
}

std::optional<RememberedServer> ServerList::lastUsed() const
{
    return m_servers.empty() ? std::nullopt : std::optional(m_servers.front());
}

QString ServerList::pin(const QString &endpoint) const
{
    return m_settings.value(pinsGroup + endpoint).toString();
}

void ServerList::setPin(const QString &endpoint, const QString &fingerprint)
{
    if (fingerprint.isEmpty())
        m_settings.remove(pinsGroup + endpoint);
    else
        m_settings.setValue(pinsGroup + endpoint, fingerprint);
    m_settings.sync();
}

int ServerList::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_servers.size());
}

QVariant ServerList::data(const QModelIndex &index, int role) const
{
    // An editable box asks for its current row when there is none; checkIndex() would complain in the log.
    if (!index.isValid() || !checkIndex(index, CheckIndexOption::ParentIsInvalid))
        return {};
    const RememberedServer &known = server(index.row());
    switch (role) {
    case Qt::DisplayRole: return tr("%1 at %2").arg(known.userName, known.address.toString());
    case AddressRole: return known.address.toString();
    case UserNameRole: return known.userName;
    default: return {};
    }
}

QHash<int, QByteArray> ServerList::roleNames() const
{
    auto names = QAbstractListModel::roleNames();
    names.insert({{AddressRole, "address"}, {UserNameRole, "userName"}});
    return names;
}

void ServerList::load()
{
    const int count = std::min(m_settings.beginReadArray(serversKey), maxServers);
    for (int i = 0; i < count; ++i) {
        m_settings.setArrayIndex(i);
        // A file that somebody edited.
        const auto address = ServerAddress::parse(m_settings.value(addressKey).toString());
        if (address.ok())
            m_servers.push_back({*address, m_settings.value(userKey).toString()});
    }
    m_settings.endArray();
}

void ServerList::save()
{
    m_settings.remove(serversKey);
    m_settings.beginWriteArray(serversKey, rowCount());
    for (int i = 0; i < rowCount(); ++i) {
        m_settings.setArrayIndex(i);
        m_settings.setValue(addressKey, server(i).address.url().toString());
        m_settings.setValue(userKey, server(i).userName);
    }
    m_settings.endArray();
    m_settings.sync();
}

}  // namespace cs

#include "moc_serverlist.cpp"
