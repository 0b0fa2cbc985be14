-- Names are kept once, where they change, and joined when somebody reads: a rename is one row.
-- No foreign keys between them: whose event comes first is not known.

create table customer (
    id       uuid primary key,
    name     text   not null,
    sequence bigint not null
);

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

create table payment (
    id       uuid primary key,
    status   text   not null,
    sequence bigint not null
);

-- its id is the order's
create table invoice (
    id       uuid primary key,
    status   text   not null,
    sequence bigint not null
);

create table placed_order (
    id          uuid primary key,
    customer_id uuid           not null,
    payment_id  uuid           not null,
    total       numeric(19, 4) not null,
    status      text           not null,
    placed_at   timestamptz    not null,
    sequence    bigint         not null
);

-- every search is newest first; the narrowing ones have it within what they narrow to
create index order_by_time on placed_order (placed_at desc, id desc);
create index order_by_customer on placed_order (customer_id, placed_at desc, id desc);
create index order_by_status on placed_order (status, placed_at desc, id desc);
create index order_by_total on placed_order (total);

-- the names are those of the order, for as long as their owners' events have not come
create table order_line (
    order_id     uuid           not null references placed_order,
    line         integer        not null,
    store_id     uuid           not null,
    product_id   uuid           not null,
    store_name   text           not null,
    product_name text           not null,
    price        numeric(19, 4) not null,
    quantity     integer        not null,
    primary key (order_id, line)
);

create index line_by_store on order_line (store_id, order_id);
create index line_by_product on order_line (product_id, order_id);
