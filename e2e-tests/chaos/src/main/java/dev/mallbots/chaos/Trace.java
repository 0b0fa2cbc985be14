package dev.mallbots.chaos;

import dev.mallbots.chaos.Evidence.Claim;
import dev.mallbots.chaos.Evidence.Consequence;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/**
 * Records in each service's database, from outside, what every transaction took from the inbox, gave up and put into the outbox. The tables
 * are append-only and have no key, so they contain a repeated effect twice, even if the service's own tables could contain it only once. A
 * row exists if and only if its transaction was committed.
 */
final class Trace {

    private static final String INSTALL = """
            create schema chaos;

            create table chaos.claimed (
                number      bigint generated always as identity,
                transaction xid8 not null default pg_current_xact_id(),
                message_id  uuid not null
            );
            create table chaos.given_up (
                transaction xid8 not null default pg_current_xact_id(),
                message_id  uuid not null
            );
            create table chaos.put_out (
                transaction xid8 not null default pg_current_xact_id(),
                topic       text not null,
                key         text,
                type        text,
                cause       uuid
            );

            create function chaos.note_claimed() returns trigger language plpgsql security definer as $$
            begin
                insert into chaos.claimed (message_id) select message_id from added;
                return null;
            end
            $$;
            create trigger chaos_claimed after insert on inbox referencing new table as added
                for each statement execute function chaos.note_claimed();

            create function chaos.note_given_up() returns trigger language plpgsql security definer as $$
            begin
                insert into chaos.given_up (message_id) select id from added;
                return null;
            end
            $$;
            create trigger chaos_given_up after insert on dead_letter referencing new table as added
                for each statement execute function chaos.note_given_up();

            create function chaos.note_put_out() returns trigger language plpgsql security definer as $$
            begin
                insert into chaos.put_out (topic, key, type, cause)
                select topic, key, headers ->> 'ce_type', cast(headers ->> 'ce_causationid' as uuid) from added;
                return null;
            end
            $$;
            create trigger chaos_put_out after insert on outbox referencing new table as added
                for each statement execute function chaos.note_put_out();
            """;

    private static final String CLAIMS = """
            select c.number, c.transaction::text, c.message_id,
                exists (select from chaos.given_up g where g.transaction = c.transaction and g.message_id = c.message_id)
            from chaos.claimed c order by c.number
            """;

    /** A dead letter is published unchanged, with the cause of the original message. */
    private static final String CONSEQUENCES = """
            select transaction::text, cause, type, key, topic from chaos.put_out
            where cause is not null and topic not like '%.dead-letters'
            """;

    private Trace() {}

    /** Before the first order. */
    static void install(Databases databases, List<String> services) throws SQLException {
        for (String service : services) {
            databases.execute(service, INSTALL);
        }
    }

    static List<Claim> claims(Databases databases, String service) throws SQLException {
        return databases.query(
                service,
                CLAIMS,
                row -> new Claim(row.getLong(1), row.getString(2), row.getObject(3, UUID.class), row.getBoolean(4)));
    }

    static List<Consequence> consequences(Databases databases, String service) throws SQLException {
        return databases.query(
                service,
                CONSEQUENCES,
                row -> new Consequence(
                        row.getString(1),
                        row.getObject(2, UUID.class),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5)));
    }
}
