#include "client/tokenrenewal.h"

#include <algorithm>

namespace cs {

namespace {

// Renewing again after a failure that says nothing about the sign-in.
constexpr std::chrono::seconds renewalPause{20};

}  // namespace

TokenRenewal::TokenRenewal()
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &TokenRenewal::renewNow);
}

void TokenRenewal::start(Client &client, PasswordSignIn &signIn, bool early)
{
    stop();
    m_client = &client;
    m_signIn = &signIn;
    m_early = early;
    arm();
}

void TokenRenewal::stop()
{
    ++m_generation;
    m_timer.stop();
    m_client = nullptr;
    m_signIn = nullptr;
    m_renewing = false;
}

void TokenRenewal::arm()
{
    const auto due = m_signIn->renewalDue();
    if (due && m_early)
        m_timer.start(std::max(*due, std::chrono::milliseconds(0)));
}

void TokenRenewal::renewNow()
{
    if (!m_client || m_renewing || m_client->state() != Client::State::Ready || !m_signIn->isRemembered())
        return;
    m_renewing = true;
    whenDone(this, m_signIn->renew(*m_client), [this, generation = m_generation](const Result<SignedIn> &result) {
        if (generation == m_generation)
            onRenewed(result);
    });
}

void TokenRenewal::onRenewed(const Result<SignedIn> &result)
{
    m_renewing = false;
    if (result.ok()) {
        arm();
        Q_EMIT renewed(*result);
    } else if (result.error().code == ErrorCode::Unauthenticated) {
        Q_EMIT refused(result.error());
    } else {
        m_timer.start(renewalPause);
    }
}

}  // namespace cs

#include "moc_tokenrenewal.cpp"
