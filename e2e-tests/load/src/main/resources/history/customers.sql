insert into customers
select (jsonb_populate_record(null::customers, to_jsonb(c) || jsonb_build_object('id', uuidv7(make_interval(secs => i - :rows))))).*
from (select * from customers limit 1) c, generate_series(1, :rows) i;
