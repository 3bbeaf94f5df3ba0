#pragma once

namespace cs {

// From this call on the process can decode and write to the files it has open, and little else: no new files, sockets
// or programs, bounded memory and time. False if the kernel refuses a part of it.
bool enterSandbox();

}  // namespace cs
