#include "openid/issuers.h"

#include "jose/jwsparts.h"
#include "jose/jwsverify.h"
#include "jose/registeredclaims.h"
#include "openid/keysource.h"

namespace cs {

namespace {

bool lacksKey(const KeySource &source, const JwsParts &parts)
{
    return source.rules().allowedAlgorithms().contains(parts.algorithm)
           && !hasKeyFor(*source.keys(), parts.kid, parts.algorithm);
}

// Finished when all of them are.
Async<Done> allOf(QObject *context, const std::vector<Async<Done>> &answers)
{
    // Held by each step, and answers when the last of them lets go.
    struct Rest {
        Promise<Done> promise;
        ~Rest() { promise.finish(Done{}); }
    };
    auto rest = std::make_shared<Rest>();
    auto future = rest->promise.future();
    for (const Async<Done> &answer : answers)
        whenDone(context, answer, [rest](const Result<Done> &) {});
    return future;
}

}  // namespace

Issuers::Issuers(std::vector<IssuerRules> rules, const Clock &clock, const KeyTimes &times, QObject *parent)
    : QObject(parent)
{
    for (IssuerRules &one : rules)
        m_sources.push_back(std::make_unique<KeySource>(std::move(one), clock, times));
}

Issuers::~Issuers() = default;

void Issuers::start()
{
    for (const auto &source : m_sources)
        source->start();
}

KeySource *Issuers::sourceOf(const Result<JwsParts> &parts) const
{
    if (!parts)
        return nullptr;
    const auto payload = json::parse(parts->payload);
    const json::Value *issuer = payload ? payload->member(u"iss") : nullptr;
    if (!issuer || !issuer->asString())
        return nullptr;
    for (const auto &source : m_sources) {
        if (source->rules().issuer == *issuer->asString())
            return source.get();
    }
    return nullptr;
}

bool Issuers::claims(QByteArrayView token) const
{
    return !isEmpty() && sourceOf(splitJws(token));
}

Result<OutsideClaims> Issuers::verify(QByteArrayView token, Timestamp now) const
{
    const auto parts = splitJws(token);
    if (!parts)
        return parts.error();
    KeySource *source = sourceOf(parts);
    if (!source)
        return Error::unauthenticated(QStringLiteral("the token's issuer is not known here"));
    if (lacksKey(*source, *parts))
        source->wish();
    const auto verified = verifyJws(token, *source->keys(), JwsRules{source->rules().allowedAlgorithms()});
    if (!verified)
        return verified.error();
    return readOutsideClaims(*verified, source->rules(), now);
}

Async<Done> Issuers::refreshFor(const QString &kid)
{
    std::vector<Async<Done>> answers;
    for (const auto &source : m_sources) {
        const auto keys = source->keys();
        const bool has = std::any_of(keys->keys.begin(), keys->keys.end(),
                                     [&kid](const PublicKey &key) { return key.kid() == kid; });
        if (!has)
            answers.push_back(source->refresh());
    }
    return allOf(this, answers);
}

Async<Done> Issuers::prepare(QByteArrayView token)
{
    const auto parts = splitJws(token);
    KeySource *source = sourceOf(parts);
    if (!source || !lacksKey(*source, *parts))
        return ready<Done>(Done{});
    return source->refresh();
}

}  // namespace cs

#include "moc_issuers.cpp"
