#include "http/fileserver.h"

#include <QLoggingCategory>

#include "auth/tickets.h"
#include "http/byterange.h"
#include "http/contentdisposition.h"
#include "http/httpdate.h"
#include "http/openfile.h"

namespace cs {

namespace {

Q_LOGGING_CATEGORY(lcFiles, "cs.http.files")

QByteArray contentRange(const ByteRange &range, quint64 fileSize)
{
    return "bytes " + QByteArray::number(range.offset) + '-' + QByteArray::number(range.offset + range.size - 1) + '/'
           + QByteArray::number(fileSize);
}

void addValidators(HttpResponse &response, const Validators &validators)
{
    response.add("ETag", validators.etag);
    response.add("Last-Modified", toHttpDate(validators.modified));
    // May be kept by the user's browser, never by a proxy, and never be used without asking.
    response.add("Cache-Control", "private, no-cache");
    response.add("Accept-Ranges", "bytes");
}

HttpResponse unsatisfiable(quint64 fileSize)
{
    auto response = problemResponse(416, QStringLiteral("the range begins beyond the end of the file"));
    response.add("Content-Range", "bytes */" + QByteArray::number(fileSize));
    response.add("Accept-Ranges", "bytes");
    return response;
}

}  // namespace

FileServer::FileServer(const FileCatalogue &files, const Sessions &sessions, const Tickets &tickets, const Clock &clock,
                       DownloadObserver *observer)
    : m_files(files),
      m_gate(sessions, tickets),
      m_clock(clock),
      m_observer(observer)
{}

HttpResponse FileServer::answer(const HttpRequest &request, FileFolder folder, QByteArrayView rawName) const
{
    const auto decoded = percentDecoded(rawName);
    const auto name = decoded ? FileName::parse(*decoded) : std::nullopt;
    if (!name)
        return notFoundResponse();
    const QString resource = fileResource(toString(folder), name->toString());
    const auto party = m_gate.admit(request, resource);
    if (!party) {
        if (m_observer)
            m_observer->downloaded({}, request.address, resource, std::nullopt, &party.error());
        return refusedResponse(party.error());
    }
    const auto file = m_files.find(folder, *name);
    if (!file || !m_policy.mayView(party->principal, file->camera))
        return notFoundResponse();
    HttpResponse response = send(request, *file);
    response.mayGoOn = [policy = m_policy, now = party->now, camera = file->camera] {
        const auto principal = now();
        return principal && policy.mayView(*principal, camera);
    };
    if (m_observer && isNews(request, response))
        m_observer->downloaded(party->principal.userId, request.address, resource, file->camera, nullptr);
    return response;
}

// Players fetch a file in many parts.
bool FileServer::isNews(const HttpRequest &request, const HttpResponse &response) const
{
    const auto *body = std::get_if<FileBody>(&response.body);
    return request.method == "GET" && (response.status == 200 || response.status == 206) && body && body->offset == 0;
}

HttpResponse FileServer::send(const HttpRequest &request, const ServedFile &file) const
{
    auto open = openServedFile(file);
    if (!open) {
        qCWarning(lcFiles).noquote() << open.error().message;
        return open.error().code == ErrorCode::NotFound
                   ? notFoundResponse()
                   : problemResponse(500, QStringLiteral("the file cannot be read"));
    }
    if (isNotModified(request, open->validators)) {
        HttpResponse response;
        response.status = 304;
        addValidators(response, open->validators);
        // Not sent, but its size is what Content-Length must say here (RFC 9110 section 8.6).
        response.body = FileBody{std::move(open->fd), 0, open->size};
        return response;
    }
    return content(request, file, std::move(*open));
}

HttpResponse FileServer::content(const HttpRequest &request, const ServedFile &file, OpenFile open) const
{
    ByteRange range;
    // RFC 9110 section 14.2: ranges are for GET.
    if (request.method == "GET" && rangeStillFits(request, open.validators, m_clock.now()))
        range = parseRange(request.header("range"), open.size);
    if (range.kind == ByteRange::Kind::Unsatisfiable)
        return unsatisfiable(open.size);
    HttpResponse response;
    addValidators(response, open.validators);
    response.add("Content-Type", file.contentType);
    response.add("Content-Disposition", attachmentNamed(file.name));
    if (range.kind == ByteRange::Kind::Part) {
        response.status = 206;
        response.add("Content-Range", contentRange(range, open.size));
        response.body = FileBody{std::move(open.fd), range.offset, range.size};
    } else {
        response.body = FileBody{std::move(open.fd), 0, open.size};
    }
    return response;
}

}  // namespace cs
