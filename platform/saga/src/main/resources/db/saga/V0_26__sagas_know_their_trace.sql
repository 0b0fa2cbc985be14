-- The trace in which the saga began, as W3C's traceparent: what a deadline or an operator makes the saga send belongs to that trace. Empty
-- without a collector, and in rows of an older instance.
alter table saga add column trace_parent text;
