#include "widgets/picturewords.h"

#include <QCoreApplication>

namespace cs {

namespace {

// For the translation tools.
struct PictureTexts {
    Q_DECLARE_TR_FUNCTIONS(cs::PictureView)
};

QString wordsWithoutAddress(const Error &error)
{
    switch (error.code) {
    case ErrorCode::Unauthenticated: return PictureTexts::tr("Signed out");
    case ErrorCode::PermissionDenied: return PictureTexts::tr("You may not watch this camera");
    case ErrorCode::NotFound: return PictureTexts::tr("This camera was removed, or you may not see it any more");
    case ErrorCode::InvalidState: return PictureTexts::tr("The camera is off");
    case ErrorCode::Cancelled:
    case ErrorCode::Internal:
    case ErrorCode::InvalidParams:
    case ErrorCode::Unsupported:
    case ErrorCode::RateLimited:
    case ErrorCode::DependencyFailed: return PictureTexts::tr("The service does not give out the picture");
    }
    return {};
}

QString whyItWaits(const LiveView &view)
{
    return view.addressError() ? wordsWithoutAddress(*view.addressError()) : wordsFor(view.why());
}

}  // namespace

QString wordsFor(VideoSource::Why why)
{
    switch (why) {
    case VideoSource::None: return {};
    case VideoSource::Refused: return PictureTexts::tr("The server of the picture refuses the connection");
    case VideoSource::Timeout: return PictureTexts::tr("The server of the picture does not answer");
    case VideoSource::Auth: return PictureTexts::tr("The server of the picture wants another sign-in");
    case VideoSource::NotFound: return PictureTexts::tr("There is no picture at this address");
    case VideoSource::Lost: return PictureTexts::tr("The connection to the picture is lost");
    case VideoSource::Codec: return PictureTexts::tr("This kind of picture cannot be shown");
    }
    return {};
}

PictureWords wordsFor(const LiveView &view)
{
    const auto age = view.lastPictureAge();
    PictureWords words;
    switch (view.state()) {
    case LiveView::State::Stopped: words.shown = PictureTexts::tr("Stopped"); break;
    case LiveView::State::Moving: return {{}, PictureTexts::tr("Live picture")};
    case LiveView::State::Opening: words.shown = age ? QString() : PictureTexts::tr("Connecting …"); break;
    case LiveView::State::Stalled: break;
    case LiveView::State::Waiting: words.shown = whyItWaits(view); break;
    }
    words.description = words.shown.isEmpty() ? PictureTexts::tr("No picture") : words.shown;
    if (!age || view.state() == LiveView::State::Stopped)
        return words;
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(*age).count();
    if (!words.shown.isEmpty())
        words.shown += u'\n';
    words.shown += PictureTexts::tr("No picture since %1 s").arg(seconds);
    words.ages = true;
    return words;
}

PictureWords wordsFor(VideoSource::State state, VideoSource::Why why)
{
    switch (state) {
    case VideoSource::Idle: return {{}, PictureTexts::tr("No picture")};
    case VideoSource::Connecting: return {PictureTexts::tr("Loading …"), PictureTexts::tr("Loading …")};
    case VideoSource::Live: return {{}, PictureTexts::tr("Recording, playing")};
    case VideoSource::Paused: return {{}, PictureTexts::tr("Recording, paused")};
    case VideoSource::Ended: return {{}, PictureTexts::tr("Recording, at its end")};
    case VideoSource::Stalled:
        return {PictureTexts::tr("Waiting for the rest …"), PictureTexts::tr("Waiting for the rest …")};
    case VideoSource::Failed: return {wordsFor(why), wordsFor(why)};
    }
    return {};
}

}  // namespace cs
