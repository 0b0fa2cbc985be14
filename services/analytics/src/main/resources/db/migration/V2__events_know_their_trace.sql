-- Operators find the trace of an event in Jaeger. Empty for events of before.
alter table read_model.audited_event add column trace_id text;
