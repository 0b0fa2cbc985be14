-- An order that the depot has heard of. Whoever decides about its list holds this row first.
create table collected_order (
    id      uuid    primary key,
    -- nothing is collected for it any more, whatever is asked for late or again
    is_over boolean not null
);

insert into collected_order (id, is_over)
select order_id, bool_and(status = 'CANCELLED') from shopping_list where origin = 'ORDER' group by order_id;
