#include <QUrl>

#include "api/cameras.h"
#include "cli/command.h"
#include "cli/commandtable.h"
#include "cli/secrets.h"

namespace cs {

namespace {

const QString userOption = QStringLiteral("user");
const QString askOption = QStringLiteral("ask-password");
const QString fileOption = QStringLiteral("password-file");

class CameraAddCommand final : public Command {
public:
    using Command::Command;

    bool readsInput() const override { return invocation().value(fileOption) == QLatin1String("-"); }

    Result<Done> prepare() override
    {
        const QString &url = arguments().first();
        if (url.isEmpty() || url.size() > api::Text<1, 2048>::max)
            return usageError(QStringLiteral("the camera's address has 1 to 2048 characters"));
        const QString name = invocation().value(QStringLiteral("name")).trimmed();
        if (name.isEmpty() || name.size() > api::Text<1, 128>::max)
            return usageError(QStringLiteral("the camera needs a name of 1 to 128 characters: --name NAME"));
        m_params.streamUrl = url;
        m_params.streamName = name;
        return checkCredentials(url);
    }

    Result<Done> collect() override
    {
        if (!invocation().has(userOption))
            return Done{};
        const auto password = invocation().has(askOption)
                                  ? askSecret(QStringLiteral("Password of the camera: "))
                                  : readSecret(invocation().value(fileOption), QStringLiteral("password"));
        if (!password.ok())
            return password.error();
        QUrl url(m_params.streamUrl.toString(), QUrl::StrictMode);
        url.setUserName(invocation().value(userOption), QUrl::DecodedMode);
        // Every character that means something in an address is encoded, a colon too: not all cameras split at the first.
        url.setPassword(QString::fromLatin1(QUrl::toPercentEncoding(*password)), QUrl::TolerantMode);
        m_params.streamUrl = url.toString(QUrl::FullyEncoded);
        return Done{};
    }

protected:
    void run() override
    {
        ask<api::AddExternalStream>(m_params, [this](const api::AddExternalStream::Reply &reply) {
            const bool printed = output().isJson() ? output().json(json::toJson(reply))
                                                   : output().line(reply.device.toString());
            finish(printed ? Exit::Ok : Exit::Failed);
        });
    }

private:
    Result<Done> checkCredentials(const QString &text)
    {
        const bool hasUser = invocation().has(userOption);
        const bool asks = invocation().has(askOption);
        const bool reads = invocation().has(fileOption);
        if (asks && reads)
            return usageError(QStringLiteral("--ask-password and --password-file exclude each other"));
        if (hasUser != (asks || reads))
            return usageError(QStringLiteral("a camera that asks for a login needs --user and one of --ask-password "
                                             "and --password-file"));
        const QUrl url(text, QUrl::StrictMode);
        if (!hasUser && !url.password().isEmpty()) {
            output().note(QStringLiteral("cameractl: other users can read a password in a command line; "
                                         "--user with --ask-password or --password-file hides it"));
        }
        if (hasUser && (!url.isValid() || url.host().isEmpty()))
            return usageError(QStringLiteral("the camera's address is no URL like rtsp://HOST:554/stream"));
        if (hasUser && !url.userInfo().isEmpty())
            return usageError(QStringLiteral("the user stands in the address and in --user; leave one out"));
        return Done{};
    }

    api::AddExternalStream::Params m_params;
};

}  // namespace

CommandSpec cameraAddSpec()
{
    CommandSpec spec;
    spec.name = QStringLiteral("camera add");
    spec.synopsis = QStringLiteral("URL --name NAME [--user USER --ask-password|--password-file FILE]");
    spec.summary = QStringLiteral("Make a camera of an RTSP address, and print the id it got.");
    spec.details = QStringLiteral(
        "URL is an rtsp:// or rtsps:// address. The service keeps its credentials encrypted and shows them nowhere;\n"
        "in a command line other users can read them, so give them with --user and one of the other two.");
    spec.options = {
        {{QStringLiteral("name")}, QStringLiteral("NAME"), QStringLiteral("what people call the camera (needed)")},
        {{userOption}, QStringLiteral("USER"), QStringLiteral("the login of the camera")},
        {{askOption}, {}, QStringLiteral("ask for the password on the terminal, unseen")},
        {{fileOption},
         QStringLiteral("FILE"),
         QStringLiteral("the password is the first line of FILE ('-': standard input)")}};
    spec.minArguments = 1;
    spec.maxArguments = 1;
    spec.make = makeCommand<CameraAddCommand>;
    return spec;
}

}  // namespace cs
