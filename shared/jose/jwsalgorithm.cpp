#include "jose/jwsalgorithm.h"

#include <utility>

namespace cs {

namespace {

constexpr std::pair<JwsAlgorithm, const char *> algorithmNames[] = {
    {JwsAlgorithm::HS256, "HS256"}, {JwsAlgorithm::EdDSA, "EdDSA"}, {JwsAlgorithm::RS256, "RS256"},
    {JwsAlgorithm::RS384, "RS384"}, {JwsAlgorithm::RS512, "RS512"}, {JwsAlgorithm::PS256, "PS256"},
    {JwsAlgorithm::PS384, "PS384"}, {JwsAlgorithm::PS512, "PS512"}, {JwsAlgorithm::ES256, "ES256"},
    {JwsAlgorithm::ES384, "ES384"}, {JwsAlgorithm::ES512, "ES512"}};

QSet<JwsAlgorithm> everyAlgorithm()
{
    QSet<JwsAlgorithm> all;
    for (const auto &[algorithm, name] : algorithmNames)
        all.insert(algorithm);
    return all;
}

}  // namespace

QString toString(JwsAlgorithm algorithm)
{
    for (const auto &[candidate, name] : algorithmNames) {
        if (candidate == algorithm)
            return QString::fromLatin1(name);
    }
    return {};
}

std::optional<JwsAlgorithm> jwsAlgorithmFromString(QStringView name)
{
    for (const auto &[algorithm, known] : algorithmNames) {
        if (name == QLatin1String(known))
            return algorithm;
    }
    return std::nullopt;
}

const QSet<JwsAlgorithm> &publicKeyAlgorithms()
{
    static const QSet<JwsAlgorithm> all = everyAlgorithm() - QSet{JwsAlgorithm::HS256};
    return all;
}

const QSet<JwsAlgorithm> &allJwsAlgorithms()
{
    static const QSet<JwsAlgorithm> all = everyAlgorithm();
    return all;
}

}  // namespace cs
