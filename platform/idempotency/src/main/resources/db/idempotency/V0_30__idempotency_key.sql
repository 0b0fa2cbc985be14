create table idempotency_key (
    key        text        primary key,
    -- the use case and a hash of all it was asked, so that another request under the same key is told apart
    request    text        not null,
    -- what the use case answered; empty only within the transaction that does the work
    answer     jsonb,
    created_at timestamptz not null default now()
);

create index idempotency_key_created_at on idempotency_key (created_at);
