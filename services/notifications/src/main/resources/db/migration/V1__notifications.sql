-- a copy of what customers knows, as of the event with that sequence
create table contacts (
    customer_id uuid primary key,
    name        text   not null,
    sms_number  text   not null,
    sequence    bigint not null
);

create table notifications (
    id          uuid primary key,
    order_id    uuid        not null,
    kind        text        not null,
    customer_id uuid        not null,
    sms_number  text        not null,
    message     text        not null,
    sent_at     timestamptz not null,
    -- never two of the same, whatever comes twice
    unique (order_id, kind)
);

-- a customer's notifications, newest first
create index notifications_of_customer on notifications (customer_id, id desc);
