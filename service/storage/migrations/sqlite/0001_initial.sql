-- Times are microseconds since 1970 in UTC. A flag is written as a bare condition ("where open"), so that the
-- statements of the tables also run where it is a boolean.

pragma application_id = 1129534038;  -- "CSRV" tells this file from the databases of other programs

create table schema_migrations (
    version integer primary key,
    title text not null,
    applied_at integer not null
) strict;

create table meta (
    key text primary key,
    value text not null
) strict;

-- Rows are never deleted: a number that was given once stays taken.
create table cameras (
    id integer primary key,
    kind text not null,
    name text not null,
    sealed_source blob not null,
    created_at integer not null,
    deleted_at integer
) strict;

-- What tells one existing camera from another; a removed camera has none.
create table camera_identities (
    kind text not null,
    value text not null,
    camera_id integer not null references cameras (id),
    primary key (kind, value)
) strict;

create index camera_identities_by_camera on camera_identities (camera_id);

create table recordings (
    id integer primary key autoincrement,
    node_id text not null,
    camera_id integer not null references cameras (id),
    file text not null,
    format text not null,
    session_id text not null,
    started_at integer not null,
    ended_at integer,
    open integer not null check (open in (0, 1)),
    size_bytes integer not null check (size_bytes >= 0),
    duration_us integer not null check (duration_us >= 0),
    end_cause text not null,
    requested_seconds integer,
    started_by text not null,
    unique (node_id, file)
) strict;

-- Ends with camera_id so that pages for some cameras only are found without touching the rows.
create index recordings_by_time on recordings (started_at, id, camera_id);
create index recordings_by_camera on recordings (camera_id, size_bytes);
create index recordings_open on recordings (started_at, id) where open;

create table snapshots (
    id integer primary key autoincrement,
    node_id text not null,
    camera_id integer not null references cameras (id),
    file text not null,
    taken_at integer not null,
    size_bytes integer not null check (size_bytes >= 0),
    width integer not null,
    height integer not null,
    unique (node_id, file)
) strict;

create index snapshots_by_time on snapshots (taken_at, id, camera_id);
create index snapshots_by_camera on snapshots (camera_id, size_bytes);

create table events (
    seq integer primary key,
    epoch text not null,
    type text not null,
    camera_id integer,
    payload text not null,
    time integer not null
) strict;
