#pragma once

namespace cs {

class MethodTable;
class Sessions;
class TokenAuthority;

// The methods of api/session.h; both outlive the table.
void bindSessionMethods(MethodTable &table, Sessions &sessions, const TokenAuthority &tokens);

}  // namespace cs
