#include "api/cameras.h"
#include "cli/command.h"
#include "cli/commandtable.h"

namespace cs {

namespace {

Table::Cell statusCell(const api::CameraRow &camera)
{
    const QString word = json::enumName(camera.status);
    const QString text = camera.reason.isEmpty() ? word : QStringLiteral("%1 (%2)").arg(word, camera.reason);
    switch (camera.status) {
    case api::CameraStatus::Connected: return {text, Table::Paint::Good};
    case api::CameraStatus::Disconnected: return {text, Table::Paint::Warning};
    case api::CameraStatus::Error: return {text, Table::Paint::Bad};
    }
    return {text};
}

class CameraListCommand final : public Command {
public:
    using Command::Command;

protected:
    void run() override
    {
        ask<api::GetCameraList>({}, [this](const api::GetCameraList::Reply &reply) {
            const bool printed = output().isJson() ? output().json(json::toJson(reply)) : print(reply);
            finish(printed ? Exit::Ok : Exit::Failed);
        });
    }

private:
    bool print(const api::GetCameraList::Reply &reply)
    {
        if (reply.cameras.empty()) {
            output().note(QStringLiteral("There are no cameras; 'cameractl camera add' adds one."));
            return true;
        }
        Table table({{QStringLiteral("CAMERA")},
                     {QStringLiteral("NAME")},
                     {QStringLiteral("STATUS")},
                     {QStringLiteral("SIZE")},
                     {QStringLiteral("FPS"), Table::Align::Right},
                     {QStringLiteral("RTSP")}});
        for (const api::CameraRow &camera : reply.cameras) {
            table.addRow({camera.device.toString(), camera.name, statusCell(camera), camera.resolution,
                          QString::number(camera.fps), camera.streams.rtsp});
        }
        return output().table(table);
    }
};

}  // namespace

CommandSpec cameraListSpec()
{
    CommandSpec spec;
    spec.name = QStringLiteral("camera list");
    spec.summary = QStringLiteral("List the cameras: whether they deliver a picture, its size, where to watch it.");
    spec.details = QStringLiteral("Frames per second are measured, and 0 until known.\n"
                                  "--json prints the answer of get_camera_list.");
    spec.make = makeCommand<CameraListCommand>;
    return spec;
}

}  // namespace cs
