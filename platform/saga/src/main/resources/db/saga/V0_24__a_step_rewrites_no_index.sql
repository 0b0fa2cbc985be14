-- Every step of a saga updates its row. An update that changes no indexed column, on a page with room, writes no index entry: a column that
-- changes with every step must therefore not be in a B-tree index. A block range index does not count.
drop index saga_due;
drop index saga_over;
create index saga_active on saga (id) where state in ('RUNNING', 'COMPENSATING');
create index saga_over on saga using brin (changed_at);
alter table saga set (fillfactor = 70);

-- The foreign key looked up and locked the saga's row for every entry of its log. The transaction that writes an entry has locked that row.
alter table saga_log drop constraint saga_log_saga_id_fkey;

create or replace function saga_remember() returns trigger language plpgsql as $$
begin
    insert into saga_let_go (id) select id from gone on conflict do nothing;
    delete from saga_log where saga_id in (select id from gone);
    return null;
end
$$;
