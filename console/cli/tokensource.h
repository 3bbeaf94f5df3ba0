#pragma once

#include <memory>

#include "cli/commandline.h"
#include "client/credentialsource.h"

namespace cs {

// A token that is known from the start.
class FixedToken final : public CredentialSource {
public:
    explicit FixedToken(QString token) : m_token(std::move(token)) {}
    Async<QString> token() override { return ready<QString>(m_token); }

private:
    QString m_token;
};

// A token in a file that is read at each sign-in, so that a renewed one is found.
class TokenFile final : public CredentialSource {
public:
    explicit TokenFile(QString path) : m_path(std::move(path)) {}
    Async<QString> token() override;

private:
    QString m_path;
};

// What the options and the environment say; null without a token. Standard input is read here.
Result<std::unique_ptr<CredentialSource>> findToken(const GlobalOptions &options);

}  // namespace cs
