-- Fed by the topics alone. Nothing is counted up: there is a row for each fact, and sums are taken when somebody asks. So
-- instances that follow side by side never wait for each other's rows, and a rebuilt copy can be compared row by row.
create schema read_model;
set search_path = read_model;

create table store (
    id       uuid primary key,
    name     text   not null,
    sequence bigint not null
);

create table product (
    id       uuid primary key,
    name     text   not null,
    sequence bigint not null
);

-- what was ordered; it is a sale once the order is completed
create table order_line (
    order_id   uuid           not null,
    line       integer        not null,
    store_id   uuid           not null,
    product_id uuid           not null,
    quantity   integer        not null,
    total      numeric(19, 4) not null,
    sold_at    timestamptz,
    -- the full hour in which that was, so that hours can be grouped along an index
    sold_hour  timestamptz,
    primary key (order_id, line)
);

create index sale_by_hour on order_line (sold_hour, store_id, product_id) include (sold_at, quantity, total)
    where sold_hour is not null;

-- how far a basket has come, and when
create table stage (
    basket_id  uuid        not null,
    stage      text        not null,
    reached_at timestamptz not null,
    primary key (basket_id, stage)
);

create index stage_by_time on stage (stage, reached_at, basket_id);

create table audited_event (
    id             uuid primary key,
    type           text        not null,
    source         text        not null,
    subject        uuid        not null,
    sequence       bigint      not null,
    happened_at    timestamptz not null,
    -- its place among others: when it happened, but never before what its own aggregate told earlier, whatever the clocks said
    placed_at      timestamptz not null,
    correlation_id uuid,
    causation_id   uuid,
    data           jsonb       not null
);

create index event_of_aggregate on audited_event (subject, source, sequence);

-- whatever an event names: a row for each id
create table touched (
    thing     uuid        not null,
    placed_at timestamptz not null,
    event_id  uuid        not null,
    primary key (thing, placed_at, event_id)
);

reset search_path;
