-- An invoice whose payment was asked of the bank, and until when an answer is waited for. Behind that moment nobody knows what the bank
-- has done, and it is asked again. Empty when nobody pays, or the bank has answered.
alter table invoice add column paying_until timestamptz;
create index invoice_paying on invoice (paying_until) where paying_until is not null;

-- When the bank is to be told, next, that the money of a voided payment is let go; empty once it knows.
alter table payment add column release_due timestamptz;
create index payment_release on payment (release_due) where release_due is not null;

-- A payment that the bank is asked for and that is not recorded yet. What stays here was given up by its asker, whose money may be set aside.
create table begun_authorization (
    -- the payment's, if there will be one
    id        uuid        primary key,
    -- the same request asks for the same payment
    request   text        unique,
    begun_at  timestamptz not null default now(),
    -- nobody may record it any more: the bank is told to let the money go
    abandoned boolean     not null default false
);
create index begun_authorization_begun on begun_authorization (begun_at);

-- The orders that name a payment, and which of them are over.
create table paying_order (
    id          uuid    primary key,
    payment_id  uuid    not null,
    -- unknown when the order is known by its end alone
    customer_id uuid,
    is_over     boolean not null
);
create index paying_order_of_payment on paying_order (payment_id);
