-- Writes that came with a key of the client's, and how they ended: 0 not yet (if the service died meanwhile, nobody
-- knows), 1 with this answer, 2 with this error, 3 well, but the answer holds a secret and is not kept.
create table idempotency (
    principal text not null,
    method text not null,
    key text not null,
    params_hash blob not null,
    started_at integer not null,
    outcome integer not null check (outcome in (0, 1, 2, 3)),
    answer text not null,
    primary key (principal, method, key)
) strict;

create index idempotency_by_time on idempotency (started_at);
