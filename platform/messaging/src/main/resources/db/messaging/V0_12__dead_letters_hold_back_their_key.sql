-- Later messages of a key ask whether one waits here, where their order matters.
create index dead_letter_waiting on dead_letter (topic, key, "offset") where discarded_at is null;
