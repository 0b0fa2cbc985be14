create schema read_model;

-- A read model that shows it when an event is counted twice, or not at all.
create table read_model.tally (
    id      uuid primary key,
    counted bigint not null,
    texts   text[] not null,
    constraint counted_something check (counted > 0)
);

create index tally_by_count on read_model.tally (counted desc, id);

create table read_model.tallied_text (
    id       uuid    not null references read_model.tally,
    position integer not null,
    text     text    not null unique,
    primary key (id, position)
);
