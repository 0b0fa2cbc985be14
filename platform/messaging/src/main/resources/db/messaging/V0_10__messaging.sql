-- What has been decided here and not yet acknowledged by the broker. Rows leave once it has: the table stays small.
create table outbox (
    id         bigint      generated always as identity primary key,
    topic      text        not null,
    key        text,
    headers    jsonb       not null,
    payload    bytea       not null,
    created_at timestamptz not null default clock_timestamp(),
    -- why the broker will never take it; such a row waits for an operator, and those of its key wait behind it
    refused    text
);

create index outbox_refused on outbox (topic, key, id) where refused is not null;

create function outbox_wake() returns trigger language plpgsql as $$
begin
    perform pg_notify('outbox', '');
    return null;
end
$$;

create trigger outbox_wake after insert on outbox for each statement execute function outbox_wake();

-- Which messages have taken effect, written in the effect's own transaction.
create table inbox (
    message_id  uuid        primary key,
    received_at timestamptz not null default now()
);

-- Messages that could not be handled, whole, so that they can be looked at and sent again.
create table dead_letter (
    id         uuid        primary key,
    topic      text        not null,
    partition  integer     not null,
    "offset"   bigint      not null,
    key        text,
    type       text,
    headers    jsonb       not null,
    payload    bytea       not null,
    error      text        not null,
    tries      integer     not null,
    first_try  timestamptz not null,
    last_try   timestamptz not null
);

create index dead_letter_newest on dead_letter (last_try desc, id desc);
