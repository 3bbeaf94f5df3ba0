#pragma once

#include "base/result.h"
#include "base/uniquefd.h"
#include "http/filecatalogue.h"
#include "http/preconditions.h"

namespace cs {

// A file as it was when it was opened; `size` stays even if the file grows.
struct OpenFile {
    UniqueFd fd;
    quint64 size = 0;
    Validators validators;
};

// Opens a regular file directly in its folder, without following a link. NotFound if there is none; Internal, with
// the cause for the log, for anything else.
Result<OpenFile> openServedFile(const ServedFile &file);

}  // namespace cs
