with past as (select uuidv7(make_interval(secs => 2 * i - :rows)) as id, now() + make_interval(secs => 2 * i - :rows) as at from generate_series(1, :rows / 2) i),
     model as (select * from read_model.placed_order limit 1),
     heads as (insert into read_model.placed_order
               select (jsonb_populate_record(null::read_model.placed_order, to_jsonb(model) || jsonb_build_object('id', past.id, 'placed_at', past.at, 'customer_id', gen_random_uuid()))).*
               from past, model returning id)
insert into read_model.order_line
select (jsonb_populate_record(null::read_model.order_line, to_jsonb(l) || jsonb_build_object('order_id', past.id))).*
from past cross join read_model.order_line l join model on model.id = l.order_id;
insert into read_model.payment
select (jsonb_populate_record(null::read_model.payment, to_jsonb(p) || jsonb_build_object('id', uuidv7(make_interval(secs => i - :rows))))).*
from (select * from read_model.payment limit 1) p, generate_series(1, :rows) i;
