#pragma once

#include <QByteArray>
#include <QByteArrayList>

namespace cs {

// Takes the secrets out of MediaMTX's words before they reach a log or an error: credentials in addresses, tokens and
// passwords in queries, and the given literal texts. It rather hides too much. Reentrant.
class LogMask {
public:
    LogMask() = default;
    explicit LogMask(const QByteArrayList &secrets) : m_secrets(secrets) {}

    QByteArray masked(QByteArray line) const;

private:
    QByteArrayList m_secrets;
};

}  // namespace cs
