-- What stores has told of, or was asked for. The two topics are not in step: a product may come before its store.

create table store_copy (
    id            uuid    primary key,
    name          text    not null,
    participating boolean not null,
    version       bigint  not null
);

create table product_copy (
    id       uuid           primary key,
    store_id uuid           not null,
    name     text           not null,
    price    numeric(19, 4) not null check (price >= 0),
    removed  boolean        not null,
    version  bigint         not null
);
