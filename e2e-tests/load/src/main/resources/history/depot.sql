insert into shopping_list
select (jsonb_populate_record(null::shopping_list, to_jsonb(l) || jsonb_build_object('id', uuidv7(make_interval(secs => i - :rows)), 'order_id', gen_random_uuid()))).*
from (select * from shopping_list where status = 'COMPLETED' limit 1) l, generate_series(1, :rows) i;
