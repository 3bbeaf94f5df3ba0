#include "auth/credentialcheck.h"

#include <QCoreApplication>

#include "auth/logging.h"

namespace cs {

namespace {

const QString checkKey = QStringLiteral("credentials_check");
constexpr QByteArrayView checkText = "camera-service";
constexpr QByteArrayView checkOwner = "key-check";

Error otherKey(Secrets::Source source)
{
    const QString place = source == Secrets::Source::Credential
                              ? QStringLiteral("the systemd credential %1").arg(QLatin1String(Secrets::CredentialName))
                              : QStringLiteral("secrets/credentials.key");
    return Error::internal(
        QStringLiteral("%1 is not the key that the stored camera credentials were sealed with: put the right one back, "
                       "or remove it to get a new key and enter the credentials anew")
            .arg(place));
}

Async<Done> writeCheck(MetaTable &table, const CredentialBox &box)
{
    return table.set(checkKey, QString::fromLatin1(box.seal(checkText, checkOwner).toBase64()));
}

// For the first time, or when no start before had room for it.
Async<Done> writeFirstCheck(MetaTable &table, const CredentialBox &box)
{
    auto promise = std::make_shared<Promise<Done>>();
    auto answer = promise->future();
    whenDone(qApp, writeCheck(table, box), [promise](const Result<Done> &written) {
        // A full disk is no reason not to start; the next start tries again.
        const bool mayGoOn = !written.ok() && written.error().code == ErrorCode::DependencyFailed;
        promise->finish(mayGoOn ? Result<Done>(Done{}) : written);
    });
    return answer;
}

}  // namespace

Async<Done> checkCredentialKey(MetaTable &table, const CredentialBox &box, Secrets::Source source)
{
    return andThen(qApp, table.get(checkKey), [&table, &box, source](const std::optional<QString> &stored) {
        const bool fits = stored && box.open(QByteArray::fromBase64(stored->toLatin1()), checkOwner).ok();
        if (fits)
            return ready(Result<Done>(Done{}));
        if (stored && source != Secrets::Source::NewFile)
            return failed<Done>(otherKey(source));
        if (!stored)
            return writeFirstCheck(table, box);
        qCWarning(lcAuth) << "there is a new key for camera credentials; those that are stored must be entered anew";
        return writeCheck(table, box);
    });
}

}  // namespace cs
