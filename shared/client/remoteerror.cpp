#include "client/remoteerror.h"

namespace cs {

namespace {

const QLatin1String numberMember("jsonrpc_code");

// The numbers of the API. One that is not known yet is still an error that the service reported.
ErrorCode codeOf(int number)
{
    switch (number) {
    case rpccode::InvalidParams: return ErrorCode::InvalidParams;
    case rpccode::Unauthenticated: return ErrorCode::Unauthenticated;
    case rpccode::PermissionDenied: return ErrorCode::PermissionDenied;
    case rpccode::NotFound: return ErrorCode::NotFound;
    case rpccode::InvalidState: return ErrorCode::InvalidState;
    case rpccode::MethodNotFound:
    case rpccode::Unsupported: return ErrorCode::Unsupported;
    case rpccode::RateLimited: return ErrorCode::RateLimited;
    case rpccode::DependencyFailed: return ErrorCode::DependencyFailed;
    default: return ErrorCode::Internal;
    }
}

}  // namespace

Error toError(const RemoteError &remote)
{
    QJsonObject data = remote.data;
    data.insert(numberMember, remote.code);
    return {codeOf(remote.code), remote.message, data};
}

std::optional<RemoteError> remoteErrorOf(const Error &error)
{
    if (!error.data.contains(numberMember))
        return std::nullopt;
    RemoteError remote{error.data.value(numberMember).toInt(), error.message, error.data};
    remote.data.remove(numberMember);
    return remote;
}

}  // namespace cs
