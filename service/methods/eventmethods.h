#pragma once

namespace cs {

class MethodTable;
class Subscriptions;

// The methods of api/events.h; `subscriptions` outlives the table.
void bindEventMethods(MethodTable &table, Subscriptions &subscriptions);

}  // namespace cs
