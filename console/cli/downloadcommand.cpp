#include "cli/downloadcommand.h"

#include <QFileInfo>
#include <QHostAddress>

#include "api/server.h"
#include "cli/celltext.h"
#include "cli/progresstext.h"

namespace cs {

std::vector<OptionSpec> DownloadCommand::options()
{
    return {{{QStringLiteral("output"), QStringLiteral("o")},
             QStringLiteral("FILE"),
             QStringLiteral("save as FILE, or in the folder FILE")},
            {{QStringLiteral("force")}, {}, QStringLiteral("replace a file that is there")}};
}

Result<Done> DownloadCommand::prepare()
{
    const QString target = invocation().value(QStringLiteral("output"));
    if (invocation().has(QStringLiteral("output")) && (target.isEmpty() || target == QLatin1String("-")))
        return usageError(QStringLiteral("-o takes the name of a file or a folder"));
    return Done{};
}

QString DownloadCommand::targetFor(const QString &name) const
{
    const QString wanted = invocation().value(QStringLiteral("output"));
    if (wanted.isEmpty())
        return name;
    return wanted.endsWith(u'/') || QFileInfo(wanted).isDir() ? QFileInfo(wanted + u'/').path() + u'/' + name : wanted;
}

// A service elsewhere has no say in what this host shows.
bool DownloadCommand::mayBeItsOwn(const QUrl &url)
{
    const bool isHere = url.host() == QLatin1String("localhost") || QHostAddress(url.host()).isLoopback();
    return url.scheme() == QLatin1String("https") && isHere && client().isLocal();
}

void DownloadCommand::download(const QString &url, const QString &target)
{
    const QUrl address(url, QUrl::StrictMode);
    if (!mayBeItsOwn(address)) {
        fetch(address, target, {});
        return;
    }
    ask<api::GetServerInfo>({}, [this, address, target](const api::GetServerInfo::Reply &info) {
        // What else listens on this host, such as a proxy, has to show a certificate that the system believes.
        const bool isOwn = info.httpPort && *info.httpPort == address.port(443);
        fetch(address, target, isOwn ? info.tlsFingerprint : QString());
    });
}

void DownloadCommand::fetch(const QUrl &url, const QString &target, const QString &fingerprint)
{
    ServerAddress server;
    server.host = url.host();
    server.port = static_cast<quint16>(url.port(443));
    m_pins.setPin(server.key(), fingerprint);
    m_download = std::make_unique<Download>(url, target, overwrite(), PinnedTls(m_pins, server));
    connect(m_download.get(), &Download::progressed, this, &DownloadCommand::onProgressed);
    connect(m_download.get(), &Download::finished, this, [this](const Result<Done> &result) {
        output().endProgress();
        if (result.ok())
            onDownloaded(m_download->target(), m_download->doneBytes());
        else
            fail(result.error());
    });
    m_started.start();
    m_download->start();
}

void DownloadCommand::onProgressed()
{
    if (m_bytesBefore < 0)
        m_bytesBefore = m_download->doneBytes();
    constexpr qint64 redrawMs = 100;
    if (!output().showsProgress() || (m_drawn.isValid() && m_drawn.elapsed() < redrawMs))
        return;
    m_drawn.start();
    output().progress(transferText(harmless(m_download->target()), m_download->doneBytes(), m_download->totalBytes(),
                                   m_download->doneBytes() - m_bytesBefore,
                                   std::chrono::milliseconds(m_started.elapsed())));
}

}  // namespace cs

#include "moc_downloadcommand.cpp"
