#pragma once

#include <memory>

#include <QElapsedTimer>

#include "cli/command.h"
#include "client/certificatepins.h"
#include "client/download.h"

namespace cs {

// What the commands that fetch a file have in common: the options -o and --force, the progress, the end.
class DownloadCommand : public Command {
    Q_OBJECT
public:
    using Command::Command;

    static std::vector<OptionSpec> options();

    // Derived commands call it first.
    Result<Done> prepare() override;

protected:
    // The name to save under: -o if given (in that folder if it is one), else `name` in the current folder.
    QString targetFor(const QString &name) const;
    Overwrite overwrite() const { return invocation().has(QStringLiteral("force")) ? Overwrite::Yes : Overwrite::No; }
    // Fails the command if it fails, else calls onDownloaded(). At the service's own port on this host the certificate
    // need not be one that the system believes: the service itself says over its control socket which it shows.
    void download(const QString &url, const QString &target);
    virtual void onDownloaded(const QString &target, qint64 bytes) = 0;

private:
    void fetch(const QUrl &url, const QString &target, const QString &fingerprint);
    bool mayBeItsOwn(const QUrl &url);
    void onProgressed();

    MemoryPins m_pins;
    std::unique_ptr<Download> m_download;
    QElapsedTimer m_started;
    QElapsedTimer m_drawn;
    qint64 m_bytesBefore = -1;
};

}  // namespace cs
