-- The unanswered commands of steps that were sent together, by step; "awaited" is empty then. An instance of an older release does not know the
-- name of such steps and leaves the saga to a newer one.
alter table saga add column awaited_together jsonb;

-- The step whose refusal made the saga turn back: it is not undone.
alter table saga add column refused_step text;
