#include "client/transport.h"

// The interface has no code of its own; this is where its meta object is compiled.
#include "moc_transport.cpp"
