-- Where a message stood, so that its row stays as long as Kafka could deliver the message again. Empty in rows of an older
-- instance.
alter table inbox
    add column topic text,
    add column partition integer,
    add column "offset" bigint,
    -- Grows in the order in which messages had their turn. Empty when an operator had a message handled again, out of its turn.
    add column turn bigint;

create sequence inbox_turn;
-- only from here on: to number the rows that are there already would rewrite the table
alter table inbox alter column turn set default nextval('inbox_turn');
