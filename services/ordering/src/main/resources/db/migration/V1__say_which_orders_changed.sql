-- Says with the commit which orders something happened to. Instances with a client that watches one of them read it then.
create function orders_changed() returns trigger language plpgsql as $$
begin
    perform pg_notify('orders', changed.stream_id::text) from (select distinct stream_id from added) changed;
    return null;
end
$$;

create trigger orders_changed after insert on event referencing new table as added
    for each statement execute function orders_changed();
