#pragma once

#include <map>

#include "models/cameramodel.h"
#include "support/fakevideosource.h"
#include "unit/console_app/widgettest.h"
#include "unit/console_models/modelfixture.h"
#include "widgets/picturesources.h"

namespace cs {

// Pictures that never come; counts who asked for them.
class NoPictures final : public PictureSources {
public:
    std::unique_ptr<LiveView> live(CameraId device) override
    {
        ++opened[device];
        return std::make_unique<LiveView>(
            std::make_unique<FakeVideoSource>(), [] { return Async<QUrl>(Promise<QUrl>().future()); },
            LiveView::Settings{});
    }
    std::unique_ptr<VideoSource> recording() override { return std::make_unique<FakeVideoSource>(); }
    VideoSource::Options recordingOptions() const override { return {}; }

    std::map<CameraId, int> opened;
};

// A signed-in session with cameras, as pages find them.
class PageFixture : public ModelFixture {
    Q_OBJECT
protected:
    bool startWith(int count)
    {
        service->on("list_recordings", quoted("{'files':[],'total':0,'limit':100,'offset':0}"));
        service->on("get_streams", "[]");
        service->on("get_camera_list", cameraList(count));
        cameras = std::make_unique<CameraModel>(*session, *feed);
        return live()
               && QTest::qWaitFor([this] { return cameras->loadState() == LoadState::Ready && !cameras->isStale(); });
    }
    void endPage()
    {
        cameras.reset();
        tearDown();
    }

    std::unique_ptr<CameraModel> cameras;
    NoPictures pictures;
};

}  // namespace cs
