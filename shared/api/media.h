#pragma once

#include <vector>

#include <QString>

#include "api/method.h"
#include "json/codec.h"

// Snapshots and recordings, and their files.
namespace cs::api {

enum class SnapshotResult { Success, Failed };
enum class RecordingFormat { Fmp4, Mp4, Mkv };
enum class RecordingState { Recording, Starting, Stopping, Stopped, Paused, Error, Failed };

struct TakeSnapshot {
    static constexpr MethodInfo info{"take_snapshot",
                                     Access::Operator,
                                     Effect::Write,
                                     "Saves the current picture of a camera as a JPEG file.",
                                     R"({"device":"camera0","filename":"front-door.jpg"})",
                                     "filename",
                                     5};
    struct Params {
        CameraId device;
        std::optional<FileName> filename;
        static json::Fields fields()
        {
            return {field("device", &Params::device, "the camera's id"),
                    field("filename", &Params::filename,
                          "ends in .jpg; absent: made of camera and time. A file that exists is never overwritten")};
        }
    };
    struct Reply {
        CameraId device;
        FileName filename;
        SnapshotResult status = SnapshotResult::Success;
        Timestamp timestamp;
        qint64 fileSize = 0;
        QString filePath;
        QString resolution;
        QString downloadUrl;
        static json::Fields fields()
        {
            return {field("device", &Reply::device, "the camera's id"),
                    field("filename", &Reply::filename, "as listed from now on"),
                    field("status", &Reply::status, "SUCCESS; a failure is an error"),
                    field("timestamp", &Reply::timestamp, "when"),
                    field("file_size", &Reply::fileSize, "bytes"),
                    field("file_path", &Reply::filePath, "relative to the snapshot folder"),
                    field("resolution", &Reply::resolution, "WxH of the picture"),
                    field("download_url", &Reply::downloadUrl, "absolute, valid for an hour")};
        }
    };
};

struct StartRecording {
    static constexpr MethodInfo info{"start_recording", Access::Operator, Effect::Write,
                                     "Records a camera; answers once bytes are on disk.",
                                     R"({"device":"camera0","duration":10,"format":"fmp4"})"};
    struct Params {
        CameraId device;
        std::optional<Int<1, 86400>> duration;
        RecordingFormat format = RecordingFormat::Fmp4;
        static json::Fields fields()
        {
            return {field("device", &Params::device, "the camera's id"),
                    field("duration", &Params::duration, "seconds after which it stops by itself"),
                    defaulted("format", &Params::format, "fmp4 (mp4 and mkv are refused with a suggestion)")};
        }
    };
    struct Reply {
        CameraId device;
        FileName filename;
        RecordingState status = RecordingState::Recording;
        Timestamp startTime;
        RecordingFormat format = RecordingFormat::Fmp4;
        std::optional<qint64> duration;
        static json::Fields fields()
        {
            return {field("device", &Reply::device, "the camera's id"),
                    field("filename", &Reply::filename, "the file's real name, from now to delete"),
                    field("status", &Reply::status, "RECORDING"),
                    field("start_time", &Reply::startTime, "of the first picture"),
                    field("format", &Reply::format, "of the file"),
                    field("duration", &Reply::duration, "seconds, as asked for")};
        }
    };
};

struct StopRecording {
    static constexpr MethodInfo info{"stop_recording", Access::Operator, Effect::Write,
                                     "Ends a recording and measures its file.", R"({"device":"camera0"})"};
    struct Params {
        CameraId device;
        static json::Fields fields() { return {field("device", &Params::device, "the camera's id")}; }
    };
    struct Reply {
        CameraId device;
        FileName filename;
        RecordingState status = RecordingState::Stopped;
        Timestamp startTime;
        Timestamp endTime;
        double duration = 0;
        qint64 fileSize = 0;
        RecordingFormat format = RecordingFormat::Fmp4;
        static json::Fields fields()
        {
            return {field("device", &Reply::device, "the camera's id"),
                    field("filename", &Reply::filename, "the file's real name"),
                    field("status", &Reply::status, "STOPPED"),
                    field("start_time", &Reply::startTime, "of the first picture"),
                    field("end_time", &Reply::endTime, "of the last picture"),
                    field("duration", &Reply::duration, "seconds, measured in the file"),
                    field("file_size", &Reply::fileSize, "bytes, measured"),
                    field("format", &Reply::format, "of the file")};
        }
    };
};

struct Page {
    Int<1, 1000> limit = 50;
    Int<0, 1000000000> offset = 0;
    static json::Fields fields()
    {
        return {defaulted("limit", &Page::limit, "at most so many (default 50)"),
                defaulted("offset", &Page::offset, "leave out so many of the newest (default 0)")};
    }
};

struct MediaFile {
    FileName filename;
    qint64 fileSize = 0;
    Timestamp modifiedTime;
    QString downloadUrl;
    std::optional<CameraId> device;
    std::optional<double> duration;
    std::optional<QString> state;
    static json::Fields fields()
    {
        return {field("filename", &MediaFile::filename, "the file's real name"),
                field("file_size", &MediaFile::fileSize, "bytes"),
                field("modified_time", &MediaFile::modifiedTime, "of the last byte"),
                field("download_url", &MediaFile::downloadUrl, "absolute, valid for an hour"),
                field("device", &MediaFile::device, "the camera's id"),
                field("duration", &MediaFile::duration, "seconds, for recordings that have ended"),
                field("state", &MediaFile::state, "recording while it is open")};
    }
};

struct MediaPage {
    std::vector<MediaFile> files;
    qint64 total = 0;
    qint64 limit = 0;
    qint64 offset = 0;
    static json::Fields fields()
    {
        return {field("files", &MediaPage::files, "newest first"), field("total", &MediaPage::total, "of all pages"),
                field("limit", &MediaPage::limit, "as asked for"), field("offset", &MediaPage::offset, "as asked for")};
    }
};

struct OneFile {
    FileName filename;
    static json::Fields fields() { return {field("filename", &OneFile::filename, "exactly as listed")}; }
};

struct Deleted {
    FileName filename;
    bool deleted = true;
    bool success = true;
    QString message;
    static json::Fields fields()
    {
        return {field("filename", &Deleted::filename, "of the file"), field("deleted", &Deleted::deleted, "true"),
                field("success", &Deleted::success, "true"),
                field("message", &Deleted::message, "the same for people")};
    }
};

struct ListRecordings {
    static constexpr MethodInfo info{"list_recordings", Access::Viewer, Effect::Read, "Lists recordings, newest first.",
                                     R"({"limit":10,"offset":0})"};
    using Params = Page;
    using Reply = MediaPage;
};
struct ListSnapshots {
    static constexpr MethodInfo info{"list_snapshots", Access::Viewer, Effect::Read, "Lists snapshots, newest first.",
                                     R"({"limit":10,"offset":0})"};
    using Params = Page;
    using Reply = MediaPage;
};

struct GetRecordingInfo {
    static constexpr MethodInfo info{"get_recording_info", Access::Viewer, Effect::Read, "Tells about one recording.",
                                     R"({"filename":"camera0_2026-11-23_02-21-44-912172.mp4"})"};
    using Params = OneFile;
    struct Reply {
        FileName filename;
        qint64 fileSize = 0;
        double duration = 0;
        Timestamp createdTime;
        QString downloadUrl;
        CameraId device;
        QString state;
        std::optional<QString> endCause;
        static json::Fields fields()
        {
            return {field("filename", &Reply::filename, "the file's real name"),
                    field("file_size", &Reply::fileSize, "bytes"),
                    field("duration", &Reply::duration, "seconds, measured in the file"),
                    field("created_time", &Reply::createdTime, "of the first picture"),
                    field("download_url", &Reply::downloadUrl, "absolute, valid for an hour"),
                    field("device", &Reply::device, "the camera's id"),
                    field("state", &Reply::state, "recording or ended"),
                    field("end_cause", &Reply::endCause, "why it ended")};
        }
    };
};
struct GetSnapshotInfo {
    static constexpr MethodInfo info{"get_snapshot_info", Access::Viewer, Effect::Read, "Tells about one snapshot.",
                                     R"({"filename":"front-door.jpg"})"};
    using Params = OneFile;
    struct Reply {
        FileName filename;
        qint64 fileSize = 0;
        Timestamp createdTime;
        QString downloadUrl;
        CameraId device;
        static json::Fields fields()
        {
            return {field("filename", &Reply::filename, "of the file"), field("file_size", &Reply::fileSize, "bytes"),
                    field("created_time", &Reply::createdTime, "when it was taken"),
                    field("download_url", &Reply::downloadUrl, "absolute, valid for an hour"),
                    field("device", &Reply::device, "the camera's id")};
        }
    };
};

struct DeleteRecording {
    static constexpr MethodInfo info{"delete_recording",
                                     Access::Admin,
                                     Effect::Write,
                                     "Deletes a recording for ever.",
                                     R"({"filename":"camera0_2026-11-23_02-21-44-912172.mp4"})",
                                     "filename"};
    using Params = OneFile;
    using Reply = Deleted;
};
struct DeleteSnapshot {
    static constexpr MethodInfo info{"delete_snapshot",
                                     Access::Admin,
                                     Effect::Write,
                                     "Deletes a snapshot for ever.",
                                     R"({"filename":"front-door.jpg"})",
                                     "filename"};
    using Params = OneFile;
    using Reply = Deleted;
};

using MediaMethods = MethodList<TakeSnapshot, StartRecording, StopRecording, ListRecordings, ListSnapshots,
                                GetRecordingInfo, GetSnapshotInfo, DeleteRecording, DeleteSnapshot>;

}  // namespace cs::api

template<>
struct cs::json::EnumNames<cs::api::SnapshotResult> {
    using E = cs::api::SnapshotResult;
    static constexpr std::pair<E, const char *> names[] = {{E::Success, "SUCCESS"}, {E::Failed, "FAILED"}};
};
template<>
struct cs::json::EnumNames<cs::api::RecordingFormat> {
    using E = cs::api::RecordingFormat;
    static constexpr std::pair<E, const char *> names[] = {{E::Fmp4, "fmp4"}, {E::Mp4, "mp4"}, {E::Mkv, "mkv"}};
};
template<>
struct cs::json::EnumNames<cs::api::RecordingState> {
    using E = cs::api::RecordingState;
    static constexpr std::pair<E, const char *> names[] = {
        {E::Recording, "RECORDING"}, {E::Starting, "STARTING"}, {E::Stopping, "STOPPING"}, {E::Stopped, "STOPPED"},
        {E::Paused, "PAUSED"},       {E::Error, "ERROR"},       {E::Failed, "FAILED"}};
};
