#include <QFile>

#include "cli/argument.h"
#include "cli/celltext.h"
#include "cli/command.h"
#include "cli/commandtable.h"
#include "cli/jsontext.h"
#include "cli/secrets.h"
#include "cli/units.h"
#include "jose/jwsverify.h"
#include "jose/registeredclaims.h"

namespace cs {

namespace {

const QString audienceOption = QStringLiteral("audience");
const QString issuerOption = QStringLiteral("issuer");
const QString jwksOption = QStringLiteral("jwks");

Result<JwkSet> readKeys(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return localFailure(QStringLiteral("cannot read the keys in %1: %2").arg(path, file.errorString()));
    // Whoever gives a symmetric key in a file of their own knows what it is.
    auto keys = parseJwkSet(file.read(MaxJwkSetBytes + 1), OctKeys::Accept);
    if (!keys)
        return localFailure(QStringLiteral("cannot use the keys in %1: %2").arg(path, keys.error().message));
    return keys;
}

// Checks a token as the service checks those of outside issuers. Needs no service.
class TokenVerifyCommand final : public Command {
public:
    using Command::Command;

    bool needsService() const override { return false; }
    bool readsInput() const override { return arguments().isEmpty() || arguments().first() == QLatin1String("-"); }

    Result<Done> prepare() override
    {
        if (invocation().value(jwksOption).isEmpty())
            return usageError(QStringLiteral("the keys to check with are missing: --jwks FILE"));
        for (const QString &name : {issuerOption, audienceOption}) {
            if (invocation().has(name) && invocation().value(name).isEmpty())
                return usageError(QStringLiteral("--%1 needs a value").arg(name));
        }
        return Done{};
    }

    Result<Done> collect() override
    {
        if (!readsInput()) {
            m_token = arguments().first().toUtf8();
            return Done{};
        }
        const auto token = readSecret(QStringLiteral("-"), QStringLiteral("token"));
        if (!token)
            return localFailure(token.error().message);
        m_token = token->toUtf8();
        return Done{};
    }

protected:
    void run() override
    {
        const auto keys = readKeys(invocation().value(jwksOption));
        if (!keys) {
            fail(keys.error());
            return;
        }
        const auto verified = verifyJws(m_token, *keys, JwsRules{allJwsAlgorithms()});
        if (!verified) {
            for (const QString &reason : keys->ignored)
                output().note(harmless(reason));
            refuse(verified.error());
            return;
        }
        const auto claims = RegisteredClaims::fromPayload(verified->payload);
        if (const auto checked = claims ? check(*claims) : Result<Done>(claims.error()); !checked)
            refuse(checked.error());
        else
            finish(print(*verified, *claims) ? Exit::Ok : Exit::Failed);
    }

private:
    Result<Done> check(const RegisteredClaims &claims) const
    {
        if (auto inTime = claims.checkTimes(SystemClock().now()); !inTime)
            return inTime;
        if (invocation().has(issuerOption)) {
            if (auto issued = claims.checkIssuer(invocation().value(issuerOption)); !issued)
                return issued;
        }
        return invocation().has(audienceOption) ? claims.checkAudience(invocation().value(audienceOption)) : Done{};
    }

    // Not fail(): its exit code would say that the caller is not signed in.
    void refuse(const Error &error)
    {
        output().trouble(harmless(error.data.value(QLatin1String("reason")).toString()));
        finish(Exit::Failed);
    }

    bool print(const VerifiedJws &token, const RegisteredClaims &claims)
    {
        if (output().isJson())
            return output().json(token.payload);
        QString lines;
        const auto rows = QString::fromUtf8(indented(token.payload)).split(u'\n');
        for (const QString &row : rows)
            lines += harmless(row) + u'\n';
        if (!output().text(lines))
            return false;
        if (output().resultIsTerminal())
            output().note(QStringLiteral("The signature fits (%1); valid until %2.")
                              .arg(toString(token.algorithm), localTime(*claims.exp)));
        return true;
    }

    QByteArray m_token;
};

}  // namespace

CommandSpec tokenVerifySpec()
{
    CommandSpec spec;
    spec.name = QStringLiteral("token verify");
    spec.synopsis = QStringLiteral("--jwks FILE [--issuer ISSUER] [--audience AUDIENCE] [TOKEN | -]");
    spec.summary = QStringLiteral("Check a token by a set of keys, and print what it claims. Needs no service.");
    spec.details = QStringLiteral(
        "Without TOKEN, or with '-', the token is read from standard input, where other users cannot see\n"
        "it. The exit code is 0 if signature and times are right, and what the options ask for; else 1,\n"
        "with the reason.");
    spec.options = {{{jwksOption}, QStringLiteral("FILE"), QStringLiteral("the keys, as a JWK Set (RFC 7517)")},
                    {{issuerOption}, QStringLiteral("ISSUER"), QStringLiteral("what its iss must be")},
                    {{audienceOption}, QStringLiteral("AUDIENCE"), QStringLiteral("what its aud must hold")}};
    spec.maxArguments = 1;
    spec.make = &makeCommand<TokenVerifyCommand>;
    return spec;
}

}  // namespace cs
