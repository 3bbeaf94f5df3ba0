#pragma once

#include <vector>

#include <QString>

#include "json/codec.h"

namespace cs {

// Section "tls" of the configuration.
struct TlsConfig {
    enum class Mode { Off, Optional, Required };
    enum class Media { Off, On };
    Mode mode = Mode::Optional;
    QString certificate;
    QString key;
    std::vector<QString> names;
    Media media = Media::Off;
    static json::Fields fields()
    {
        using json::defaulted;
        using C = TlsConfig;
        return {
            defaulted("mode", &C::mode,
                      "what the API and HTTP ports speak: optional (plain and TLS), required (TLS only) or off"),
            defaulted("certificate", &C::certificate,
                      "file of the certificate with its chain, PEM; empty: a self-signed one below state_dir"),
            defaulted("key", &C::key, "file of its private key, PEM, without a passphrase"),
            defaulted("names", &C::names,
                      "names and addresses a self-signed certificate stands for, besides those of this host"),
            defaulted("media", &C::media,
                      "whether HLS and WebRTC are served with the same certificate, then encrypted only: off or on")};
    }
};

}  // namespace cs

template<>
struct cs::json::EnumNames<cs::TlsConfig::Mode> {
    using E = cs::TlsConfig::Mode;
    static constexpr std::pair<E, const char *> names[] = {
        {E::Off, "off"}, {E::Optional, "optional"}, {E::Required, "required"}};
};
template<>
struct cs::json::EnumNames<cs::TlsConfig::Media> {
    using E = cs::TlsConfig::Media;
    static constexpr std::pair<E, const char *> names[] = {{E::Off, "off"}, {E::On, "on"}};
};
