-- The head of every stream: who holds this row decides what comes next, and a stream shorter than its head is known to be damaged.
create table stream (
    id        uuid   primary key,
    aggregate text   not null,
    version   bigint not null check (version > 0)
);

create table event (
    stream_id   uuid        not null references stream (id),
    version     bigint      not null check (version > 0),
    type        text        not null,
    revision    integer     not null,
    payload     jsonb       not null,
    occurred_at timestamptz not null default clock_timestamp(),
    primary key (stream_id, version)
);

-- Only ever a short cut: deleting all of them changes nothing but speed.
create table snapshot (
    stream_id uuid    primary key references stream (id),
    version   bigint  not null,
    revision  integer not null,
    state     jsonb   not null
);
