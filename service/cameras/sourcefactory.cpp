#include "cameras/sourcefactory.h"

#include "auth/credentialbox.h"
#include "cameras/logging.h"
#include "cameras/rtspsource.h"
#include "cameras/testsource.h"
#include "cameras/unreadablesource.h"
#include "json/value.h"
#include "json/writer.h"

namespace cs {
namespace {

constexpr int MaxSide = 4096;
constexpr int MaxPictureFps = 120;
constexpr int MaxKeyFrameSeconds = 60;

int member(const json::Value &value, QStringView name, int fallback, int max)
{
    const json::Value *found = value.member(name);
    const qint64 *number = found ? found->asInt() : nullptr;
    return number && *number >= 1 && *number <= max ? int(*number) : fallback;
}

QByteArray written(const TestPicture &picture)
{
    json::Writer out;
    out.beginObject();
    out.key("width");
    out.value(picture.size.width());
    out.key("height");
    out.value(picture.size.height());
    out.key("fps");
    out.value(picture.fps);
    out.key("key_frame_every");
    out.value(int(picture.keyFrameEvery.count()));
    out.endObject();
    return out.take();
}

TestPicture readPicture(const Result<QByteArray> &text)
{
    const TestPicture normal;
    const auto value = text.ok() ? json::parse(text.value()) : Result<json::Value>(text.error());
    if (!value.ok())
        return normal;
    const int seconds = member(*value, u"key_frame_every", int(normal.keyFrameEvery.count()), MaxKeyFrameSeconds);
    return {{member(*value, u"width", normal.size.width(), MaxSide),
             member(*value, u"height", normal.size.height(), MaxSide)},
            member(*value, u"fps", normal.fps, MaxPictureFps),
            std::chrono::seconds(seconds)};
}

}  // namespace

SourceFactory::SourceFactory(MediaServer &server, InternalTokens &tokens, const CredentialBox &box, const Clock &clock,
                             QString ffmpeg)
    : m_server(server),
      m_tokens(tokens),
      m_box(box),
      m_clock(clock),
      m_ffmpeg(std::move(ffmpeg))
{}

QByteArray SourceFactory::ownerOf(const StoredCamera &stored)
{
    return stored.fingerprint.toUtf8();
}

Result<QByteArray> SourceFactory::sealed(const RtspAddress &address) const
{
    return m_box.seal(address.sourceUrl(), address.displayUrl().toUtf8());
}

Result<QByteArray> SourceFactory::sealed(const TestPicture &picture, const QString &identity) const
{
    return m_box.seal(written(picture), identity.toUtf8());
}

TestPicture SourceFactory::pictureOf(const StoredCamera &stored) const
{
    return readPicture(m_box.open(stored.sealedSource, ownerOf(stored)));
}

std::unique_ptr<CameraSource> SourceFactory::make(const StoredCamera &stored) const
{
    return stored.kind == QLatin1String(Test) ? makeTest(stored) : makeRtsp(stored);
}

std::unique_ptr<CameraSource> SourceFactory::makeRtsp(const StoredCamera &stored) const
{
    const QString path = stored.id.toString();
    QString problem = QStringLiteral("its stored address is damaged: remove the camera and add it again");
    if (stored.kind == QLatin1String(Rtsp)) {
        const Result<QByteArray> opened = m_box.open(stored.sealedSource, ownerOf(stored));
        if (opened.ok()) {
            auto address = RtspAddress::parse(QString::fromUtf8(opened.value()));
            if (address.ok())
                return std::make_unique<RtspSource>(path, std::move(address).value());
        } else {
            problem = QStringLiteral("its stored address cannot be opened: ") + opened.error().message;
        }
    }
    qCWarning(lcCameras).noquote() << path << "has no source:" << problem;
    return std::make_unique<UnreadableSource>(path, stored.fingerprint, problem);
}

std::unique_ptr<CameraSource> SourceFactory::makeTest(const StoredCamera &stored) const
{
    return std::make_unique<TestSource>(m_server, m_tokens, m_clock, stored.id.toString(), m_ffmpeg, pictureOf(stored));
}

}  // namespace cs
