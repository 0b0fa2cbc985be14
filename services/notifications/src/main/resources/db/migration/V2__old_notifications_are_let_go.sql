-- They leave in the order in which they were sent, which is the order on disk.
create index notifications_sent on notifications using brin (sent_at);
