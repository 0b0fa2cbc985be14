create table payment (
    id          uuid          primary key,
    customer_id uuid          not null,
    amount      numeric(19,4) not null check (amount > 0),
    status      text          not null,
    -- the one order it pays for
    order_id    uuid,
    -- how many events of it were told to others
    sequence    bigint        not null,
    check (order_id is not null or status in ('AUTHORIZED', 'VOIDED'))
);

create table invoice (
    -- the order's id
    id          uuid          primary key,
    -- one payment pays one invoice
    payment_id  uuid          not null unique references payment,
    customer_id uuid          not null,
    amount      numeric(19,4) not null,
    status      text          not null,
    sequence    bigint        not null
);
