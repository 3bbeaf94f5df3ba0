#include "client/sessionoptions.h"

namespace cs {

ClientOptions consoleConnection()
{
    ClientOptions options;
    options.connectTimeout = std::chrono::seconds(5);
    options.keepAlive = std::chrono::seconds(1);
    options.keepAliveAnswer = std::chrono::milliseconds(2500);
    options.retry = {RetryPolicy::forEver, std::chrono::milliseconds(500), std::chrono::seconds(10)};
    return options;
}

}  // namespace cs
