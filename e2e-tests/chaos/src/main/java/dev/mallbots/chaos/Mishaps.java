package dev.mallbots.chaos;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Occasionally a service's database rejects the writes of message handlers for a moment. The service can't know that the failure is
 * transient, so valid messages become dead letters, and must be handled when operators replay them. Only writes of message handlers are
 * rejected, and none that a client waits for.
 */
final class Mishaps implements Runnable {

    /** Longer than a consumer's five attempts. */
    private static final Duration LASTING = Duration.ofMillis(2500);

    private static final Duration EVERY = Duration.ofSeconds(12);

    /** The rejected writes by service: the trigger's event, table and condition. */
    private static final Map<String, String> REFUSED = new TreeMap<>(Map.of(
            "ordering",
            "insert on event for each row when (new.type in ('OrderApproved', 'OrderInProgress', 'OrderReadied', 'OrderCompleted'))",
            "order-saga",
            "insert on saga for each row",
            "payments",
            "insert on invoice for each row",
            "depot",
            "insert on shopping_list for each row",
            "baskets",
            "update on product_copy for each row",
            "notifications",
            "insert on notifications for each row",
            "search",
            "insert or update on read_model.placed_order for each row",
            "analytics",
            "insert on read_model.audited_event for each row"));

    private static final String INSTALL = """
            create table chaos.mishap (until timestamptz not null);
            insert into chaos.mishap values ('-infinity');
            create function chaos.refuse() returns trigger language plpgsql security definer as $$
            begin
                if (select until > clock_timestamp() from chaos.mishap) then
                    raise exception 'chaos: nothing is kept here for a moment' using errcode = 'check_violation';
                end if;
                return new;
            end
            $$;
            create trigger chaos_refuse before %s execute function chaos.refuse();
            """;

    private final Databases databases;
    private final Random random;
    private final Instant end;
    private final Map<String, Integer> happened = new TreeMap<>();

    Mishaps(Databases databases, long seed, Instant end) {
        this.databases = databases;
        this.random = new Random(seed);
        this.end = end;
    }

    /** After {@link Trace#install}, before the first order. */
    static void install(Databases databases) throws SQLException {
        for (Map.Entry<String, String> refused : REFUSED.entrySet()) {
            databases.execute(refused.getKey(), INSTALL.formatted(refused.getValue()));
        }
    }

    @Override
    public void run() {
        List<String> services = new ArrayList<>(REFUSED.keySet());
        while (Instant.now().plus(EVERY).isBefore(end)) {
            Caller.sleep(EVERY);
            happen(services.get(random.nextInt(services.size())));
        }
    }

    private synchronized void happen(String service) {
        try {
            databases.execute(
                    service,
                    "update chaos.mishap set until = clock_timestamp() + interval '%d ms'"
                            .formatted(LASTING.toMillis()));
            happened.merge(service, 1, Integer::sum);
        } catch (SQLException e) {
            // PostgreSQL itself is down, which is a mishap as well
        }
    }

    /** The number by service. */
    synchronized Map<String, Integer> happened() {
        return new TreeMap<>(happened);
    }
}
