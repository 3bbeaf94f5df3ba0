-- What was done, by whom: only ever added to. `hash` covers the row and the hash of the row before it.
create table audit_records (
    seq integer primary key,
    at integer not null,
    username text not null,
    address text not null,
    action text not null,
    target text not null,
    camera_id integer,
    result text not null,
    request_id text not null,
    hash blob not null
) strict;

-- The filters of a listing, each newest first.
create index audit_records_by_time on audit_records (at, seq);
create index audit_records_by_user on audit_records (username, at, seq);
create index audit_records_by_action on audit_records (action, at, seq);
create index audit_records_by_camera on audit_records (camera_id, at, seq);

-- Signatures over the chain up to a row, so that nobody without the key can write it anew.
create table audit_checkpoints (
    seq integer primary key,
    at integer not null,
    hash blob not null,
    signature blob not null
) strict;
