
#include "fuzz/mutator.h"
#include "support/testprogram.h"
#include "unit/transport/frontrig.h"

using namespace cs;
using namespace std::chrono_literals;

namespace {

// Damaged bytes into a living front: heads of requests, and frames after the handshake.
class WireFuzz : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void damagedHeadsHurtNobody();
    void damagedFramesHurtNobody();

private:
    static bool stillServes(FrontRig &rig);
};

constexpr int headCount = 500;
constexpr int streamCount = 500;

FrontOptions quickOptions()
{
    FrontOptions options;
    options.headDeadline = 2s;
    options.wire.messageDeadline = 200ms;
    options.wire.closeDeadline = 50ms;
    options.wire.handshakeDeadline = 2s;
    return options;
}

bool WireFuzz::stillServes(FrontRig &rig)
{
    RawClient client(rig.front.port());
    return client.upgrade() && client.sendText("hello") && client.readText() == "hello";
}

void WireFuzz::damagedHeadsHurtNobody()
{
    FrontRig rig(quickOptions());
    Mutator mutator(1, {RawClient::upgradeRequest(), RawClient::upgradeRequest("Origin: http://localhost:3000\r\n")},
                    {"\r\n", "\r\n\r\n", ":", " ", "\t", "\n", QByteArray(1, '\0'), "HTTP/1.1", "Host: a\r\n",
                     "\x16\x03\x01", "Sec-WebSocket-Protocol: x\r\n",
                     "Sec-WebSocket-Extensions: permessage-deflate\r\n", "Content-Length: 5\r\n"});
    for (int i = 0; i < headCount; ++i) {
        RawClient client(rig.front.port());
        client.write(mutator.next());
        if (i % 50 == 0)
            QVERIFY(stillServes(rig));
    }
    QVERIFY(stillServes(rig));
    QTRY_COMPARE(rig.sink.openCount(), 0);
}

void WireFuzz::damagedFramesHurtNobody()
{
    FrontRig rig(quickOptions());
    Mutator mutator(2,
                    {RawClient::frame(1, "hello"), RawClient::frame(1, QByteArray(200, 'x')),
                     RawClient::frame(9, "ping"),
                     RawClient::frame(1, "one ", false) + RawClient::frame(9, {}) + RawClient::frame(0, "two"),
                     RawClient::frame(1, QByteArray(70'000, 'y')).left(300),
                     RawClient::frame(8, QByteArray("\x03\xe8"
                                                    "bye",
                                                    5)),
                     RawClient::frame(1, "first") + RawClient::frame(1, "second")},
                    {"\x81", "\x88", "\x80", "\xff", "\xfe", "\x7f", QByteArray(1, '\0'), QByteArray(8, '\xff'),
                     "\x01\x80", "\x89\xfe"});
    for (int i = 0; i < streamCount; ++i) {
        RawClient client(rig.front.port());
        QVERIFY2(client.upgrade(), QByteArray::number(i));
        for (int part = 0; part < 4; ++part)
            client.write(mutator.next());
        if (i % 3 == 0)
            client.readFrame(20ms);
        if (i % 50 == 0)
            QVERIFY(stillServes(rig));
    }
    QVERIFY(stillServes(rig));
    QTRY_COMPARE(rig.sink.openCount(), 0);
}

}  // namespace

CS_TEST(WireFuzz)
#include "fuzz_wire.moc"
