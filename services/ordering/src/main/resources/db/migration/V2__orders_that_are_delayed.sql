-- Not an event of the order's stream: an instance of the release before would not know it, and could not decide on the order any more.
create table order_delay (
    order_id uuid primary key,
    since    timestamptz not null
);

-- clients that watch the order are told
create function order_delayed() returns trigger language plpgsql as $$
begin
    perform pg_notify('orders', new.order_id::text);
    return null;
end
$$;

create trigger order_delayed after insert on order_delay for each row execute function order_delayed();
