#pragma once

#include "config/config.h"
#include "net/ownhosts.h"
#include "net/trustedproxies.h"
#include "tls/certificatestore.h"
#include "tls/tlsmode.h"

namespace cs {

// The configuration in the words of the parts that speak TLS or stand behind proxies.
TlsMode tlsMode(const TlsConfig &config);
CertificateOptions certificateOptions(const Config &config);
// The files that MediaMTX is to serve with; empty names where media are not encrypted.
CertificateFiles mediaCertificate(const Config &config);
// The networks were checked when the configuration was read.
TrustedProxies trustedProxies(const ServerConfig &server);
// This machine's names, the certificate's of now, and those that the configuration gives the service.
OwnHosts ownHosts(const Config &config, const TlsSource &tls);

}  // namespace cs
