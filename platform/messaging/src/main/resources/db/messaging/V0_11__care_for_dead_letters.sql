-- A dead letter that an operator does not want handled is kept for a while with the reason.
alter table dead_letter
    add column discarded_at timestamptz,
    add column discard_reason text;

-- What is old leaves the inbox in the order in which it came, which is the order on disk.
create index inbox_received on inbox using brin (received_at);
