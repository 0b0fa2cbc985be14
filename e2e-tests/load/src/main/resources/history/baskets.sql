-- streams as long as those of checked-out baskets
with model as (select id, version from stream order by version desc limit 1),
     past as (select uuidv7(make_interval(secs => i - :rows)) as id from model, generate_series(1, :rows / model.version::int) i),
     heads as (insert into stream (id, aggregate, version)
               select past.id, s.aggregate, s.version from past, stream s join model on model.id = s.id returning id)
insert into event (stream_id, version, type, revision, payload, occurred_at)
select past.id, e.version, e.type, e.revision, e.payload, e.occurred_at
from past cross join event e join model on model.id = e.stream_id;
