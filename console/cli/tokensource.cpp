#include "cli/tokensource.h"

#include "cli/secrets.h"

namespace cs {

namespace {

const QString what = QStringLiteral("token");

}  // namespace

Async<QString> TokenFile::token()
{
    return ready<QString>(readSecret(m_path, what));
}

Result<std::unique_ptr<CredentialSource>> findToken(const GlobalOptions &options)
{
    using Source = std::unique_ptr<CredentialSource>;
    if (options.tokenFromInput) {
        const auto token = readSecret(QStringLiteral("-"), what);
        if (!token.ok())
            return token.error();
        return Source(std::make_unique<FixedToken>(*token));
    }
    if (!options.tokenFile.isEmpty())
        return Source(std::make_unique<TokenFile>(options.tokenFile));
    const QString token = qEnvironmentVariable("CAMERA_SERVICE_TOKEN");
    if (!token.isEmpty())
        return Source(std::make_unique<FixedToken>(token));
    return Source();
}

}  // namespace cs
