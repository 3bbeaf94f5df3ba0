#pragma once

#include "http/httpmessage.h"

struct MHD_Connection;

namespace cs {

// Between libmicrohttpd's types and ours; called on its threads.
HttpRequest requestOf(MHD_Connection *connection, const char *url, const char *method);
// Hands the response over, with the file it may own. False if libmicrohttpd refuses it; the connection is then to end.
bool sendResponse(MHD_Connection *connection, HttpResponse response);
// The number of the connection's socket, -1 without one.
int socketOf(MHD_Connection *connection);

}  // namespace cs
