-- an invoice is of its own payment, an order's payment is of that order alone
with past as (select i, uuidv7(make_interval(secs => i - :rows)) as id, gen_random_uuid() as order_id from generate_series(1, :rows) i),
     paid as (insert into payment
              select (jsonb_populate_record(null::payment, to_jsonb(p) || jsonb_build_object('id', past.id, 'order_id', past.order_id))).*
              from (select * from payment where order_id is not null limit 1) p, past returning id)
insert into invoice
select (jsonb_populate_record(null::invoice, to_jsonb(v) || jsonb_build_object('id', past.order_id, 'payment_id', past.id))).*
from (select * from invoice limit 1) v, past;
