#pragma once

#include <map>

#include <QAbstractButton>
#include <QLabel>

#include "models/cameramodel.h"
#include "support/fakevideosource.h"
#include "unit/console_app/widgettest.h"
#include "unit/console_models/modelfixture.h"
#include "widgets/picturesources.h"

namespace cs {

// Pictures that never come; counts who asked for them, and keeps the newest of each kind in sight.
class NoPictures final : public PictureSources {
public:
    std::unique_ptr<LiveView> live(CameraId device) override
    {
        ++opened[device];
        auto view = std::make_unique<LiveView>(
            std::make_unique<FakeVideoSource>(), [] { return Async<QUrl>(Promise<QUrl>().future()); },
            LiveView::Settings{});
        lastLive = view.get();
        return view;
    }
    std::unique_ptr<VideoSource> recording() override
    {
        auto source = std::make_unique<FakeVideoSource>();
        lastRecording = source.get();
        return source;
    }
    VideoSource::Options recordingOptions() const override { return {}; }

    std::map<CameraId, int> opened;
    QPointer<LiveView> lastLive;
    QPointer<FakeVideoSource> lastRecording;
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

    // Words that can be read below this widget.
    static QString reads(const QWidget &widget)
    {
        QStringList lines;
        for (const auto *label : widget.findChildren<QLabel *>()) {
            if (label->isVisibleTo(&widget) && !label->text().isEmpty())
                lines << label->text();
        }
        return lines.join(u'\n');
    }
    // Null: there is none of this name that can be seen.
    static QAbstractButton *button(const QWidget &widget, const QString &name)
    {
        for (auto *each : widget.findChildren<QAbstractButton *>()) {
            if (each->isVisibleTo(&widget) && (each->accessibleName() == name || each->text() == name))
                return each;
        }
        return nullptr;
    }

    std::unique_ptr<CameraModel> cameras;
    NoPictures pictures;
};

}  // namespace cs
