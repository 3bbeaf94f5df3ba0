-- The name is the folded spelling (see auth/username.h): it is what names are compared by, and it never changes.
-- totp_secret is sealed by the service; empty: no second factor is asked for.
create table users (
    name text primary key,
    display_name text not null,
    role text not null check (role in ('viewer', 'operator', 'admin')),
    enabled integer not null check (enabled in (0, 1)),
    restricted integer not null check (restricted in (0, 1)),
    must_change_password integer not null check (must_change_password in (0, 1)),
    password_hash text not null,
    totp_secret blob not null,
    totp_last_step integer not null,
    created_at integer not null,
    last_login_at integer
) strict;

-- Each works once and is deleted by that.
create table recovery_codes (
    username text not null references users (name) on delete cascade,
    code_hash blob not null,
    primary key (username, code_hash)
) strict;

-- A row for each login that can be renewed: the hash of the one token that is good now. The id is the hash of what
-- all tokens of the login share, so that who reads this table can make none of them.
create table refresh_tokens (
    family_id text primary key,
    username text not null references users (name) on delete cascade,
    token_hash blob not null,
    address text not null,
    user_agent text not null,
    created_at integer not null,
    expires_at integer not null
) strict;

create index refresh_tokens_by_user on refresh_tokens (username);
create index refresh_tokens_by_end on refresh_tokens (expires_at);

-- When a user of that name was removed last: what others signed for that user before speaks for nobody any more.
create table removed_users (
    name text primary key,
    removed_at integer not null
) strict;
