#include "video/videosource.h"

#include "moc_videosource.cpp"
