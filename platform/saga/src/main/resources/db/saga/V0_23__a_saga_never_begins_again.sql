-- Ids of sagas that are over and were let go. The events that began them may come again for as long as their topics keep them.
create table saga_let_go (
    id uuid primary key
);

-- a trigger, so that what an instance of the version before lets go is remembered too
create function saga_remember() returns trigger language plpgsql as $$
begin
    insert into saga_let_go (id) select id from gone on conflict do nothing;
    return null;
end
$$;

create trigger saga_remember after delete on saga referencing old table as gone
    for each statement execute function saga_remember();
