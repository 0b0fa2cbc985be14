create table customers (
    id         uuid primary key,
    name       text    not null,
    sms_number text    not null,
    enabled    boolean not null,
    sequence   bigint  not null,
    version    integer not null
);
