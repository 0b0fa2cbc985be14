insert into notifications
select (jsonb_populate_record(null::notifications, to_jsonb(n) || jsonb_build_object('id', uuidv7(make_interval(secs => i - :rows)), 'order_id', gen_random_uuid(),
        'customer_id', gen_random_uuid()))).*
from (select * from notifications limit 1) n, generate_series(1, :rows) i;
