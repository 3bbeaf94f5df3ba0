#include "openid/issuerrules.h"

#include <map>

#include <QDir>
#include <QUrl>

#include "json/codec.h"
#include "net/address.h"

namespace cs {

namespace {

constexpr qsizetype maxRuleChars = 1024;
// The issuer of our own tokens, which are not checked by an outsider's keys.
const QString ownIssuer = QStringLiteral("camera-service");

// One issuer as the configuration spells it.
struct IssuerText {
    QString issuer;
    QString audience;
    QString jwks;
    std::vector<QString> algorithms;
    QString userClaim = IssuerRules().userClaim;
    QString roleClaim = IssuerRules().roleClaim;
    std::map<QString, Role> roles;
    static json::Fields fields()
    {
        using json::defaulted;
        using json::field;
        using C = IssuerText;
        return {field("issuer", &C::issuer, "iss of its tokens, letter by letter"),
                field("audience", &C::audience, "aud that its tokens must hold"),
                field("jwks", &C::jwks, "https address or absolute path of its keys (JWK Set)"),
                defaulted("algorithms", &C::algorithms, "the accepted alg; absent: RS256, PS256, ES256, EdDSA"),
                defaulted("user_claim", &C::userClaim, "the claim that names the user"),
                defaulted("role_claim", &C::roleClaim, "the claim that holds the role, or a list of roles"),
                field("roles", &C::roles, "which value of the role claim means viewer, operator or admin")};
    }
};

struct IssuersText {
    std::vector<IssuerText> issuers;
    static json::Fields fields() { return {json::field("issuers", &IssuersText::issuers, "the outside issuers")}; }
};

IssuerRules toRules(const IssuerText &text)
{
    IssuerRules rules{text.issuer, text.audience, text.jwks, {}, text.userClaim, text.roleClaim, {}};
    for (const QString &name : text.algorithms)
        rules.algorithms << name;
    for (const auto &[value, role] : text.roles)
        rules.roles.insert(value, role);
    return rules;
}

Error badIssuer(const QString &issuer, const QString &problem)
{
    return {ErrorCode::InvalidParams, QStringLiteral("issuer '%1': %2").arg(issuer, problem), {}};
}

// What is wrong with the address of the keys; empty if nothing is.
QString addressProblem(const IssuerRules &rules)
{
    if (rules.keysAreInFile()) {
        return QDir::isAbsolutePath(rules.jwks)
                   ? QString()
                   : QStringLiteral("jwks is neither an https address nor an absolute path");
    }
    const QUrl url(rules.jwks, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty())
        return QStringLiteral("jwks is no valid address");
    if (!url.userInfo().isEmpty())
        return QStringLiteral("jwks holds a user or password; the keys of an issuer are public");
    if (url.scheme() == u"https" || (url.scheme() == u"http" && isThisHost(url.host())))
        return {};
    return QStringLiteral("jwks must be an https address; http is only for this machine itself");
}

QString algorithmProblem(const QStringList &names)
{
    for (const QString &name : names) {
        const auto algorithm = jwsAlgorithmFromString(name);
        if (!algorithm || !publicKeyAlgorithms().contains(*algorithm))
            return QStringLiteral(
                       "'%1' is no algorithm for an outside issuer; there are RS256, RS384, RS512, PS256, PS384, "
                       "PS512, ES256, ES384, ES512 and EdDSA")
                .arg(name);
    }
    return {};
}

}  // namespace

QSet<JwsAlgorithm> IssuerRules::allowedAlgorithms() const
{
    if (algorithms.isEmpty())
        return {JwsAlgorithm::RS256, JwsAlgorithm::PS256, JwsAlgorithm::ES256, JwsAlgorithm::EdDSA};
    QSet<JwsAlgorithm> allowed;
    for (const QString &name : algorithms) {
        if (const auto algorithm = jwsAlgorithmFromString(name))
            allowed.insert(*algorithm);
    }
    return allowed;
}

bool IssuerRules::keysAreInFile() const
{
    return !jwks.contains(QLatin1String("://"));
}

Result<Done> IssuerRules::check() const
{
    const auto fitsIn = [](const QString &text) { return !text.isEmpty() && text.size() <= maxRuleChars; };
    if (!fitsIn(issuer) || issuer == ownIssuer)
        return badIssuer(issuer, QStringLiteral("issuer must be a text that is not '%1'").arg(ownIssuer));
    if (!fitsIn(audience))
        return badIssuer(issuer, QStringLiteral("audience is missing: tokens meant for others would be accepted"));
    if (!fitsIn(userClaim) || !fitsIn(roleClaim))
        return badIssuer(issuer, QStringLiteral("user_claim and role_claim must name claims"));
    if (roles.isEmpty())
        return badIssuer(issuer, QStringLiteral("roles is empty: nobody could sign in"));
    for (const QString &problem : {addressProblem(*this), algorithmProblem(algorithms)}) {
        if (!problem.isEmpty())
            return badIssuer(issuer, problem);
    }
    return Done{};
}

Result<std::vector<IssuerRules>> issuersFromJson(QByteArrayView text)
{
    const auto value = json::parse(text);
    if (!value)
        return Error{ErrorCode::InvalidParams, QStringLiteral("the text of the issuers is no JSON"), {}};
    const auto read = json::fromValue<IssuersText>(*value, json::Unknown::Refuse);
    if (!read)
        return read.error();
    std::vector<IssuerRules> all;
    QSet<QString> names;
    for (const IssuerText &issuer : read->issuers) {
        all.push_back(toRules(issuer));
        if (auto checked = all.back().check(); !checked)
            return checked.error();
        if (names.contains(issuer.issuer))
            return badIssuer(issuer.issuer, QStringLiteral("it is there twice"));
        names.insert(issuer.issuer);
    }
    return all;
}

}  // namespace cs
