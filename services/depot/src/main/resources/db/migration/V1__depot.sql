create table shopping_list (
    id       uuid        primary key,
    order_id uuid        not null,
    origin   text        not null,
    status   text        not null,
    stops    jsonb       not null,
    bot_id   uuid,
    -- when the bot will have called at every stop
    due      timestamptz,
    -- how many events of it were told to others
    sequence bigint      not null
);

-- an order has one list at most that is not cancelled
create unique index shopping_list_live on shopping_list (order_id) where status <> 'CANCELLED';
create index shopping_list_of_order on shopping_list (order_id, id);
-- what bots look for: oldest first, and next to come back
create index shopping_list_available on shopping_list (id) where status = 'AVAILABLE';
create index shopping_list_due on shopping_list (due) where status = 'ACTIVE';

create table bot (
    id               uuid    primary key,
    -- what is painted on it
    number           integer not null unique,
    -- two bots never have one list
    shopping_list_id uuid    unique references shopping_list
);

create table store_copy (
    id       uuid   primary key,
    name     text   not null,
    location text   not null,
    sequence bigint not null
);

create table product_copy (
    id       uuid   primary key,
    store_id uuid   not null,
    name     text   not null,
    sequence bigint not null
);
