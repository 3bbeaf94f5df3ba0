#pragma once

#include <memory>
#include <vector>

#include <QObject>

#include "base/future.h"
#include "base/time.h"
#include "openid/issuerrules.h"
#include "openid/keytimes.h"
#include "openid/outsideclaims.h"

namespace cs {

class KeySource;
struct JwsParts;

// The outside issuers whose tokens are believed, each with its keys. Lives on the service thread; what is marked
// thread-safe may be called from any, as long as this object lives.
class Issuers : public QObject {
    Q_OBJECT
public:
    // `rules` have passed IssuerRules::check(), with each issuer once. `clock` outlives this object.
    Issuers(std::vector<IssuerRules> rules, const Clock &clock, const KeyTimes &times = {}, QObject *parent = nullptr);
    ~Issuers() override;

    // Gets all keys for the first time and keeps them fresh from then on.
    void start();

    bool isEmpty() const { return m_sources.empty(); }

    // Whether the token names one of the issuers, right or wrong: then verify() is the judge of it. Thread-safe.
    bool claims(QByteArrayView token) const;
    // By the keys that are here now; an unknown key has them fetched anew behind the caller's back, so that a second try
    // may succeed. Unauthenticated with a reason that discloses nothing. Thread-safe.
    Result<OutsideClaims> verify(QByteArrayView token, Timestamp now) const;

    // Gets the keys of every issuer that lacks the key, as far as it was not asked within the last minute. Finished when
    // they are there, or cannot be had.
    Async<Done> refreshFor(const QString &kid);
    // If the token needs a key that is not here: waits for it (a few seconds at most). Else finished at once. To be called
    // before verify() where waiting is possible.
    Async<Done> prepare(QByteArrayView token);

private:
    // Null if the token cannot be read, or names another issuer.
    KeySource *sourceOf(const Result<JwsParts> &parts) const;

    std::vector<std::unique_ptr<KeySource>> m_sources;
};

}  // namespace cs
