#include "mediamtx/mediaserver.h"

// The interface has no code of its own; this is where its meta object is compiled.
#include "moc_mediaserver.cpp"
