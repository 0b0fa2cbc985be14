-- The statement that appends an event writes the head of its stream too. The foreign key looked up and locked that row once more for every event.
alter table event drop constraint event_stream_id_fkey;
