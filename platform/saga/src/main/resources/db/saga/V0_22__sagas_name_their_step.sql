-- The name of the step in flight, so that a step can be inserted while sagas run. The number beside it stays for instances of the release that counted steps.
alter table saga add column step_name text;

-- On its way forward, and a command stayed unanswered.
alter table saga add column delayed_since timestamptz;
create index saga_delayed on saga (started_at, id) where delayed_since is not null;

-- An instance of that release moves the number on and leaves these columns as they were: what they say is no longer true then, and the number is taken.
create function saga_was_counted() returns trigger language plpgsql as $$
begin
    if new.step is distinct from old.step then
        new.step_name := null;
    end if;
    if new.state <> 'RUNNING' then
        new.delayed_since := null;
    end if;
    return new;
end
$$;

create trigger saga_was_counted before update on saga for each row
    when (old.step_name is not null and new.step_name is not distinct from old.step_name)
    execute function saga_was_counted();
