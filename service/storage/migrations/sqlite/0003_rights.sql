-- Names of groups and keys are compared by their folded spelling (see auth/plainname.h).
create table camera_groups (
    folded_name text primary key,
    name text not null,
    created_at integer not null
) strict;

create table group_cameras (
    group_name text not null references camera_groups (folded_name) on delete cascade,
    camera_id integer not null references cameras (id),
    primary key (group_name, camera_id)
) strict;

create table camera_grants (
    username text not null references users (name) on delete cascade,
    camera_id integer not null references cameras (id),
    access text not null check (access in ('view', 'operate')),
    primary key (username, camera_id)
) strict;

create table group_grants (
    username text not null references users (name) on delete cascade,
    group_name text not null references camera_groups (folded_name) on delete cascade,
    access text not null check (access in ('view', 'operate')),
    primary key (username, group_name)
) strict;

create index group_grants_by_group on group_grants (group_name);

-- Only the hash of a key's secret is here. `owner` is the user of this service who made it, whose rights bound the
-- key's and with whom it goes; there is none if it was made over the control socket or by somebody of elsewhere.
create table api_keys (
    id text primary key,
    name text not null,
    folded_name text not null unique,
    secret_hash blob not null,
    role text not null check (role in ('viewer', 'operator', 'admin')),
    all_cameras integer not null check (all_cameras in (0, 1)),
    created_by text not null,
    owner text references users (name) on delete cascade,
    created_at integer not null,
    expires_at integer,
    last_used_at integer
) strict;

create index api_keys_by_owner on api_keys (owner);

create table api_key_cameras (
    key_id text not null references api_keys (id) on delete cascade,
    camera_id integer not null references cameras (id),
    primary key (key_id, camera_id)
) strict;
