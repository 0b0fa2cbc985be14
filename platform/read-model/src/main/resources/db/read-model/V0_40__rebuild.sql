-- Rebuilds of this database's read model, the running one and the last ones that ended.
create table rebuild (
    id          uuid        primary key,
    state       text        not null check (state in ('running', 'done', 'failed')),
    started_at  timestamptz not null default now(),
    -- from then on the rebuilt copy answers
    switched_at timestamptz,
    ended_at    timestamptz,
    read        bigint      not null default 0,
    total       bigint      not null default 0,
    -- why it failed
    reason      text,
    -- messages that could not be handled, and how the two copies differ: counts and the first ones
    unhandled   jsonb,
    differences jsonb
);

-- Makes the schema TARGET with empty tables like those of SOURCE: columns, constraints and indexes, all of the same name.
create function make_empty_copy(source text, target text) returns void language plpgsql as $$
declare
    statements text[];
    statement  text;
begin
    -- what can be found without a schema is written without one, and found in the copy when it is run there
    perform set_config('search_path', source, true);
    select array_agg(s.sql order by s.step, s.sql) into statements from (
        select 1 as step, format('create table %I (like %I.%I including all excluding indexes)', c.relname, source, c.relname) as sql
        from pg_class c
        where c.relnamespace = source::regnamespace and c.relkind = 'r'
        union all
        select case contype when 'f' then 4 else 2 end,
            format('alter table %I add constraint %I %s', c.relname, k.conname, pg_get_constraintdef(k.oid))
        from pg_constraint k join pg_class c on c.oid = k.conrelid
        where c.relnamespace = source::regnamespace and c.relkind = 'r' and k.contype in ('p', 'u', 'x', 'f')
        union all
        select 3, pg_get_indexdef(i.indexrelid, 0, true)
        from pg_index i join pg_class c on c.oid = i.indrelid
        where c.relnamespace = source::regnamespace and c.relkind = 'r'
          and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.conrelid = i.indrelid)) s;
    execute format('create schema %I', target);
    perform set_config('search_path', target, true);
    foreach statement in array statements loop
        execute statement;
    end loop;
end
$$;
