#pragma once

#include <optional>

#include <QSet>
#include <QString>

namespace cs {

// How a text is signed (RFC 7518 section 3.1, RFC 8037). `none` is no algorithm here.
enum class JwsAlgorithm { HS256, EdDSA, RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512 };

QString toString(JwsAlgorithm algorithm);
// The exact name: algorithms are told apart by case.
std::optional<JwsAlgorithm> jwsAlgorithmFromString(QStringView name);

// Those whose verifier cannot sign: all but HS256.
const QSet<JwsAlgorithm> &publicKeyAlgorithms();
const QSet<JwsAlgorithm> &allJwsAlgorithms();

}  // namespace cs
