-- sagas that are over, with their logs
with model as (select * from saga where state = 'COMPLETED' limit 1),
     past as (select uuidv7(make_interval(secs => i - :rows)) as id, now() + make_interval(secs => i - :rows) as at
              from model, generate_series(1, :rows / model.log_entries) i),
     heads as (insert into saga
               select (jsonb_populate_record(null::saga, to_jsonb(model) || jsonb_build_object('id', past.id, 'started_at', past.at, 'changed_at', past.at))).*
               from past, model returning id)
insert into saga_log
select (jsonb_populate_record(null::saga_log, to_jsonb(l) || jsonb_build_object('saga_id', past.id))).*
from past cross join saga_log l join model on model.id = l.saga_id;
