-- The time at which the producer sent the message to the broker. With it an operator sees how long a message waited in the
-- sender's outbox, and how long on the way to its effect. Empty in rows of an older instance.
alter table inbox add column sent_at timestamptz;
