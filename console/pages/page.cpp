#include "pages/page.h"

namespace cs {

Page::~Page() = default;

}  // namespace cs

#include "moc_page.cpp"
