#pragma once

#include <memory>

#include <QTest>

#include "client/client.h"
#include "client/websockettransport.h"
#include "unit/client/fakeservice.h"

namespace cs {

// Gives out what a test set last, like a file that is renewed.
class Tokens final : public CredentialSource {
public:
    QString text = QStringLiteral("good");
    int asked = 0;
    Async<QString> token() override
    {
        ++asked;
        if (text.isEmpty())
            return failed<QString>({ErrorCode::Unauthenticated, QStringLiteral("no token"), {}});
        return ready<QString>(text);
    }
};

inline ClientOptions quickRetries(int tries)
{
    ClientOptions options;
    options.retry = {tries, std::chrono::milliseconds(1), std::chrono::milliseconds(2)};
    return options;
}

template<class T>
bool isDone(const QFuture<T> &future)
{
    return QTest::qWaitFor([&] { return future.isFinished(); });
}

// A client and the fake service it talks to, new for each test.
class ClientFixture : public QObject {
    Q_OBJECT
protected:
    void setUp()
    {
        m_service = std::make_unique<FakeService>();
        m_service->on(QStringLiteral("ping"), "\"pong\"");
        m_tokens = {};
    }
    void tearDown()
    {
        m_client.reset();
        m_service.reset();
    }
    void make(ClientOptions options = {}, CredentialSource *credentials = nullptr)
    {
        m_signIn = credentials ? std::make_unique<TokenSignIn>(*credentials) : nullptr;
        m_client = std::make_unique<Client>(std::make_unique<WebSocketTransport>(m_service->url()), m_signIn.get(),
                                            options);
    }
    Result<Done> openNow()
    {
        const auto opened = m_client->open();
        return isDone(opened) ? resultOf(opened) : Error::internal(QStringLiteral("open() never ended"));
    }
    template<api::Method M>
    Result<typename M::Reply> callNow(const typename M::Params &params = {})
    {
        const auto answer = m_client->call<M>(params);
        return isDone(answer) ? resultOf(answer) : Error::internal(QStringLiteral("never answered"));
    }

    std::unique_ptr<FakeService> m_service;
    std::unique_ptr<TokenSignIn> m_signIn;
    std::unique_ptr<Client> m_client;
    Tokens m_tokens;
};

}  // namespace cs
