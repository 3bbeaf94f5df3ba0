#pragma once

#include <memory>
#include <openssl/bn.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

namespace cs {

struct OpenSslFree {
    void operator()(BIGNUM *p) const { BN_free(p); }
    void operator()(ECDSA_SIG *p) const { ECDSA_SIG_free(p); }
    void operator()(EVP_MD_CTX *p) const { EVP_MD_CTX_free(p); }
    void operator()(EVP_PKEY *p) const { EVP_PKEY_free(p); }
    void operator()(EVP_PKEY_CTX *p) const { EVP_PKEY_CTX_free(p); }
    void operator()(OSSL_PARAM *p) const { OSSL_PARAM_free(p); }
    void operator()(OSSL_PARAM_BLD *p) const { OSSL_PARAM_BLD_free(p); }
};
template<class T>
using OpenSslPtr = std::unique_ptr<T, OpenSslFree>;

// Leaves the thread's list of OpenSSL errors as it should be: what stays there is taken for a failure of their own by
// the TLS sockets of the same thread.
struct OpenSslErrorsCleared {
    OpenSslErrorsCleared() = default;
    OpenSslErrorsCleared(const OpenSslErrorsCleared &) = delete;
    OpenSslErrorsCleared &operator=(const OpenSslErrorsCleared &) = delete;
    ~OpenSslErrorsCleared() { ERR_clear_error(); }
};

}  // namespace cs
