#pragma once

#include "auth/accesspolicy.h"
#include "http/downloadgate.h"
#include "http/downloadobserver.h"
#include "http/filecatalogue.h"
#include "http/httpmessage.h"

namespace cs {

class Clock;
struct OpenFile;

// Answers requests for recordings and snapshots. Thread-safe.
class FileServer {
public:
    // All outlive this object.
    FileServer(const FileCatalogue &files, const Sessions &sessions, const Tickets &tickets, const Clock &clock,
               DownloadObserver *observer = nullptr);

    // `rawName` is the last segment of the path, as sent. A name no file can have is 404 for everybody; any other
    // needs a token first, so that nobody learns without one what is there.
    HttpResponse answer(const HttpRequest &request, FileFolder folder, QByteArrayView rawName) const;

private:
    bool isNews(const HttpRequest &request, const HttpResponse &response) const;
    HttpResponse send(const HttpRequest &request, const ServedFile &file) const;
    HttpResponse content(const HttpRequest &request, const ServedFile &file, OpenFile open) const;

    const FileCatalogue &m_files;
    const DownloadGate m_gate;
    const AccessPolicy m_policy{};
    const Clock &m_clock;
    DownloadObserver *const m_observer;
};

}  // namespace cs
