create table saga (
    id               uuid primary key,
    definition       text        not null,
    state            text        not null check (state in ('RUNNING', 'COMPENSATING', 'COMPLETED', 'COMPENSATED')),
    step             int         not null,
    data             jsonb       not null,
    awaited          uuid,
    attempts         int         not null,
    deadline         timestamptz,
    stuck_since      timestamptz,
    cancel_requested boolean     not null,
    failure_reason   text,
    started_at       timestamptz not null,
    changed_at       timestamptz not null,
    log_entries      int         not null,
    version          bigint      not null
);

-- the clock asks who is due; operators ask by state and age
create index saga_due on saga (deadline) where deadline is not null;
create index saga_stuck on saga (started_at, id) where stuck_since is not null;
create index saga_by_age on saga (started_at, id);
create index saga_by_state on saga (state, started_at, id);

create table saga_log (
    saga_id    uuid        not null references saga on delete cascade,
    number     int         not null,
    at         timestamptz not null,
    step       text,
    what       text        not null,
    message_id uuid,
    detail     text        not null,
    primary key (saga_id, number)
);
