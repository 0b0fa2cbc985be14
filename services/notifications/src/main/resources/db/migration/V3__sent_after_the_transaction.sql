-- A notification is stored with what it is about, and handed to the sender later, at most once.
-- An instance of the version before sends while it stores: to the columns it does not know the defaults say that it has sent.
alter table notifications
    -- committed before the sender is called: whatever comes after that, it is never called again
    add column attempted_at timestamptz default now(),
    -- null until the sender has answered
    add column outcome text default 'SENT' check (outcome in ('SENT', 'FAILED', 'UNKNOWN')),
    -- why it failed, or why nobody knows
    add column reason text;

create index notifications_waiting on notifications (id) where attempted_at is null;
create index notifications_in_hand on notifications (attempted_at) where outcome is null;
create index notifications_unconfirmed on notifications (id) where outcome in ('FAILED', 'UNKNOWN');

create function notifications_wake() returns trigger language plpgsql as $$
begin
    perform pg_notify('notifications', '');
    return null;
end
$$;

create trigger notifications_wake after insert on notifications for each statement execute function notifications_wake();

-- What remains of notifications that were let go: their events may come again for as long as the topics keep them.
create table told (
    order_id uuid not null,
    kind     text not null,
    primary key (order_id, kind)
);

-- a trigger, so that what an instance of the version before lets go is remembered too
create function notifications_remember() returns trigger language plpgsql as $$
begin
    insert into told (order_id, kind) select order_id, kind from gone on conflict do nothing;
    return null;
end
$$;

create trigger notifications_remember after delete on notifications referencing old table as gone
    for each statement execute function notifications_remember();

-- Each call of the default sender. It stands for a telephone company's own book: nothing here refers to it.
create table sender_call (
    id              bigint      generated always as identity primary key,
    notification_id uuid        not null,
    order_id        uuid        not null,
    kind            text        not null,
    called_at       timestamptz not null default clock_timestamp()
);

create index sender_call_called on sender_call using brin (called_at);
