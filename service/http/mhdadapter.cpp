#include "http/mhdadapter.h"

#include <cstdint>
#include <memory>

#include <microhttpd.h>

#include "net/address.h"

namespace cs {

namespace {

using ResponseHandle = std::unique_ptr<MHD_Response, decltype(&MHD_destroy_response)>;

MHD_Result addHeader(void *request, MHD_ValueKind, const char *key, const char *value)
{
    auto *const whole = static_cast<HttpRequest *>(request);
    const QByteArray name = QByteArray(key).toLower();
    whole->hostLines += name == "host" ? 1 : 0;
    QByteArray &field = whole->headers[name];
    if (!field.isEmpty())
        field += ", ";
    field += value;
    return MHD_YES;
}

MHD_Result addArgument(void *request, MHD_ValueKind, const char *key, const char *value)
{
    static_cast<HttpRequest *>(request)->query.emplace_back(key, value);
    return MHD_YES;
}

ResponseHandle handleFor(const QByteArray &text)
{
    // libmicrohttpd copies the text and does not write to it.
    return {MHD_create_response_from_buffer(static_cast<size_t>(text.size()), const_cast<char *>(text.constData()),
                                            MHD_RESPMEM_MUST_COPY),
            &MHD_destroy_response};
}

ResponseHandle handleFor(FileBody &file)
{
    ResponseHandle handle(MHD_create_response_from_fd_at_offset64(file.size, file.fd.get(), file.offset),
                          &MHD_destroy_response);
    if (handle)
        (void)file.fd.release();  // closed with the response now
    return handle;
}

}  // namespace

HttpRequest requestOf(MHD_Connection *connection, const char *url, const char *method)
{
    HttpRequest request;
    request.method = method;
    request.path = url;
    MHD_get_connection_values(connection, MHD_HEADER_KIND, &addHeader, &request);
    MHD_get_connection_values(connection, MHD_GET_ARGUMENT_KIND, &addArgument, &request);
    if (const auto *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS))
        request.address = canonicalAddress(info->client_addr);
    return request;
}

bool sendResponse(MHD_Connection *connection, HttpResponse response)
{
    const ResponseHandle handle = std::visit([](auto &body) { return handleFor(body); }, response.body);
    if (!handle)
        return false;
    bool complete = true;
    for (const auto &[name, value] : response.headers)
        complete &= MHD_add_response_header(handle.get(), name.constData(), value.constData()) == MHD_YES;
    if (response.close)
        complete &= MHD_add_response_header(handle.get(), "Connection", "close") == MHD_YES;
    return complete && MHD_queue_response(connection, static_cast<unsigned>(response.status), handle.get()) == MHD_YES;
}

int socketOf(MHD_Connection *connection)
{
    const auto *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info ? info->connect_fd : -1;
}

}  // namespace cs
