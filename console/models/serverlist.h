#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QAbstractListModel>
#include <QDateTime>
#include <QSettings>

#include "client/certificatepins.h"
#include "client/serveraddress.h"

namespace cs {

// A server that somebody signed in to. Holds no secret.
struct RememberedServer {
    ServerAddress address;
    QString userName;
    // Under which the CredentialStore keeps the refresh token: "user@host:port".
    QString credentialKey() const;
};
QString credentialKey(const ServerAddress &address, const QString &userName);

// The servers that were signed in to, last used first, and the certificates that were accepted; kept in the settings of
// the program. Lives on the window's thread; the settings outlive it.
class ServerList final : public QAbstractListModel, public CertificatePins {
    Q_OBJECT
public:
    static constexpr int maxServers = 20;
    enum Role { AddressRole = Qt::UserRole, UserNameRole };

    explicit ServerList(QSettings &settings, QObject *parent = nullptr);

    // Puts it first; the same address and user only once. Nothing is written if it is first already.
    void remember(const ServerAddress &address, const QString &userName);
    // Also forgets its certificate, unless another entry has the same address. The caller removes the credential.
    void forget(int row);
    const RememberedServer &server(int row) const { return m_servers[static_cast<size_t>(row)]; }
    std::optional<RememberedServer> lastUsed() const;

    QString pin(const QString &endpoint) const override;
    void setPin(const QString &endpoint, const QString &fingerprint) override;

    int rowCount(const QModelIndex &parent = {}) const override;
    // DisplayRole: "user at address".
    QVariant data(const QModelIndex &index, int role) const override;
    QHash<int, QByteArray> roleNames() const override;

private:
    void load();
    void save();

    QSettings &m_settings;
    std::vector<RememberedServer> m_servers;
};

}  // namespace cs
