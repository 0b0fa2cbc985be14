-- What people read. Written in the transaction that appends the events, so never behind them.

create table mall (
    id            uuid primary key,
    name          text    not null,
    location      text    not null,
    participating boolean not null,
    version       bigint  not null
);

create index mall_participating on mall (id) where participating;

create table catalog (
    id          uuid primary key,
    store_id    uuid           not null references mall,
    name        text           not null,
    description text           not null,
    sku         text           not null,
    price       numeric(19, 4) not null check (price >= 0),
    version     bigint         not null
);

create index catalog_by_store on catalog (store_id, id);
